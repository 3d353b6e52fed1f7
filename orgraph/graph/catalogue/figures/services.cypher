// How many services, and how many classes of them, organisations offer that stand to areas under a root on a day.
// $area, $on.
MATCH (v:Service) WHERE EXISTS {
  MATCH (v)<-[r:OFFERS]-(org:Organisation)-[s:SERVES|LEADS]->(a:Area)-[up:PART_OF*0..{{max_depth}}]->(root:Area)
  WHERE coalesce(root.code, '') = $area AND {{held:r}} AND {{held:org}} AND {{held:s}} AND {{held:a}} AND {{steps:up}}
}
RETURN count(v) AS services, count(DISTINCT v.group) AS classes
