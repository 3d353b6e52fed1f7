"""GraphQL requests that ask for what the service's answers hold."""

_AREA = "code name level kind flag synthetic"
_OFFICER = "key name profession tier synthetic"
_ORGANISATION = "code name kind label tier dutyPhone synthetic"
_POST = f"role employment principal since until away officer {{ {_OFFICER} }} deputy {{ {_OFFICER} }}"
_ERROR = "... on Error { code message }"

WHO_COVERS = f"""
query WhoCovers($place: String!, $on: Date) {{
  whoCovers(place: $place, on: $on) {{
    __typename
    ... on PlaceCoverage {{
      on incomplete
      levels {{
        distance
        area {{ {_AREA} }}
        posts {{ {_POST} }}
        organisations {{ relation categories part severityFrom organisation {{ {_ORGANISATION} }} }}
        vacancies {{ quota what required present missing }}
      }}
    }}
    {_ERROR}
  }}
}}
"""

AUDIT = f"""
query Audit($key: String!, $area: String, $on: Date) {{
  audit(key: $key, area: $area, on: $on) {{
    __typename
    ... on AuditReport {{
      on audited met gaps rate incomplete
      exclusions {{ code name reason }}
      byArea {{ area {{ code name }} gaps audited }}
      findings(first: 100) {{
        edges {{ cursor node {{
          subject name path what required present detail since area {{ {_AREA} }}
          mender {{ role holder area {{ code name }} }}
        }} }}
        pageInfo {{ hasNextPage endCursor }}
        totalCount
      }}
    }}
    {_ERROR}
  }}
}}
"""

PLACE = f"""
query Place($place: String!, $on: Date) {{
  place(place: $place, on: $on) {{ __typename ... on AreaPath {{ path area {{ {_AREA} }} }} {_ERROR} }}
}}
"""

NESTED = f"""
query Nested($code: String!, $on: Date) {{
  area(code: $code, on: $on) {{
    __typename code name level
    children(first: 50) {{ edges {{ node {{
      {_AREA} posts(first: 20) {{ edges {{ node {{ role principal since officer {{ name synthetic }} }} }} }}
    }} }} }}
  }}
}}
"""

WHISTLE = f"""
mutation Whistle($input: BlowWhistleInput!) {{
  blowWhistle(input: $input) {{
    __typename
    ... on BlowWhistlePayload {{
      repeated
      task {{ key state version severity calledBy calledAt backstop parts {{ part organisation {{ code name }} }} }}
      lead {{ organisation {{ {_ORGANISATION} }} person {{ {_POST} }} }}
      helpers {{ organisation {{ code name }} person {{ role officer {{ name }} }} }}
      following {{ organisation {{ code name }} }}
      decision {{ backstop routing order
        proof {{ chosen reason candidate {{ source distance organisation {{ code }} }} }} }}
      events {{ sequence type by at position hash }}
    }}
    {_ERROR}
  }}
}}
"""

ACTION = f"""
mutation Note($input: ActInput!) {{
  act(input: $input) {{
    __typename
    ... on Acted {{
      repeated
      task {{
        key state version kind category severity calledBy calledAt backstop due
        place {{ {_AREA} }} parts {{ part organisation {{ code name kind tier dutyPhone }} }}
      }}
    }}
    {_ERROR}
  }}
}}
"""
