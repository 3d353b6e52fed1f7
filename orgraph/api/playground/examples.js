// Queries to begin with: the three questions, and a walk through the tree. Places are real, persons are made up.
export const examples = [
  {
    zh: "谁负责这里:本溪南地社区", en: "Who covers this place: Nandi community, Benxi",
    query: `query WhoCovers($place: String!, $on: Date) {
  whoCovers(place: $place, on: $on) {
    ... on PlaceCoverage {
      on
      levels {
        area { name levelTitle code }
        posts { roleTitle principal officer { name synthetic } acting { name } }
        organisations { relation organisation { name dutyPhone } }
        vacancies { quota missing }
      }
    }
    ... on Error { code message remedy }
    ... on AmbiguousPlace { candidates { path area { code } } }
    ... on UnknownPlace { nearest { path } }
  }
}`,
    variables: { place: "本溪市/平山区/南地街道/南地社区", on: "2023-08-22" },
  },
  {
    zh: "吹哨:南地街道供热管道破裂", en: "A whistle: a burst heating pipe in Nandi",
    query: `mutation Blow($whistle: BlowWhistleInput!) {
  blowWhistle(input: $whistle) {
    ... on BlowWhistlePayload {
      repeated
      task { id key state severity categoryTitle calledAt }
      lead { organisation { name dutyPhone } person { roleTitle acting { name } } }
      helpers { organisation { name } person { acting { name } } }
      following { organisation { name } person { acting { name } } }
      decision { backstop proof { chosen reason candidate { source distance organisation { name } } } }
    }
    ... on Error { code message remedy }
    ... on NotEntitled { nearestPost }
    ... on IdempotencyConflict { taskId }
  }
}`,
    variables: {
      whistle: {
        place: "本溪市/平山区/南地街道/南地社区", by: "township-secretary", kind: "daily-work",
        category: "heating-burst", key: "playground-1", text: "3号楼前供热管道破裂",
      },
    },
  },
  {
    zh: "审计:丹东一村双警配备缺口", en: "An audit: villages of Dandong lacking dual officers",
    query: `query Gaps($on: Date) {
  audit(key: "dual-officers", area: "丹东市", on: $on) {
    ... on AuditReport {
      title
      on
      notices { key day area }
      audited
      met
      gaps
      rate
      byArea { area { name } gaps audited }
      exclusions { name reason }
      findings(first: 20) {
        edges { node { path what required present mender { roleTitle area { name } holder } } }
        pageInfo { hasNextPage endCursor }
      }
    }
    ... on Error { code message remedy }
  }
}`,
    variables: { on: "2023-08-22" },
  },
  {
    zh: "区域树:平山区的街道", en: "The tree: streets of Pingshan",
    query: `query Tree($place: String!, $on: Date) {
  place(place: $place, on: $on) {
    ... on AreaPath {
      path
      area {
        id
        code
        children(first: 50) {
          totalCount
          edges { node { code name posts(first: 5) { edges { node { roleTitle officer { name } } } } } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
    ... on Error { code message remedy }
  }
}`,
    variables: { place: "本溪市/平山区", on: "2023-08-22" },
  },
  {
    zh: "搜索与审计清单", en: "Search, and the list of audits",
    query: `query Search {
  search(name: "南地", on: "2023-08-22") {
    ... on Found { areas { path area { code level } } organisations { code name kindTitle } truncated }
    ... on Error { code message remedy }
  }
  audits { key title under source }
  definitions { hash levels { key title rank } }
}`,
    variables: {},
  },
];
