// A page as it is written with Relay: fragments that are refetched by their id, lists that grow.

graphql`
  fragment Tree_area on Area
  @refetchable(queryName: "TreeRefetchQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    name
    levelTitle
    children(first: $count, after: $cursor) @connection(key: "Tree_children") {
      edges { node { id name ...Tree_posts } }
    }
  }
`;

graphql`
  fragment Tree_posts on Area
  @refetchable(queryName: "TreePostsQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    posts(first: $count, after: $cursor) @connection(key: "Tree_posts") {
      edges { node { roleTitle officer { name ...Tree_officer } } }
    }
    organisations(first: 5) { edges { node { relation organisation { ...Tree_organisation } } } }
  }
`;

graphql`
  fragment Tree_officer on Officer
  @refetchable(queryName: "TreeOfficerQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    postings(first: $count, after: $cursor) @connection(key: "Tree_postings") { edges { node { role since } } }
  }
`;

graphql`
  fragment Tree_organisation on Organisation
  @refetchable(queryName: "TreeOrganisationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    subordinates(first: $count, after: $cursor) @connection(key: "Tree_subordinates") { edges { node { name } } }
  }
`;

graphql`
  fragment Tree_task on Task @refetchable(queryName: "TreeTaskQuery") { state version lead { name } }
`;

graphql`
  fragment Tree_findings on Query
  @refetchable(queryName: "TreeFindingsQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    audit(key: "dual-officers") {
      ... on AuditReport {
        rate
        findings(first: $count, after: $cursor) @connection(key: "Tree_findings") { edges { node { name path } } }
      }
      ... on Error { message remedy }
    }
  }
`;

graphql`
  fragment Tree_points on Query
  @refetchable(queryName: "TreePointsQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    weakPoints(area: "青石市") {
      ... on WeakPoints {
        points(first: $count, after: $cursor) @connection(key: "Tree_points") { edges { node { name buildings } } }
      }
    }
  }
`;

graphql`
  query TreeQuery($code: String!, $on: Date, $task: ID!) {
    area(code: $code, on: $on) { ...Tree_area }
    task(id: $task) { task { ...Tree_task } deadlines { stage light } }
    ...Tree_findings
    ...Tree_points
  }
`;

graphql`
  mutation TreeActMutation($input: ActInput!) {
    act(input: $input) {
      ... on Acted { before after opened { key } task { ...Tree_task } }
      ... on TaskConflict { version since { type } }
      ... on Error { message }
    }
  }
`;
