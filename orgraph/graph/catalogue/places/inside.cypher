// Areas of some levels with a text anywhere in their short name, on a day, by code: 1号楼 in 南地社区1号楼.
// $levels, $text, $on, $limit. Returns areas. All of these levels are read, so it is for what is found in no other way.
MATCH (a:Area) WHERE a.level IN $levels AND a.code >= '' AND a.short CONTAINS $text AND {{held:a}}
WITH a ORDER BY a.code LIMIT $limit
{{part:found}}
