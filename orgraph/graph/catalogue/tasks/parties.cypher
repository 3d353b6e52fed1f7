// Who acts: of posts the area, and who holds them on a day; of organisations these.
// $posts: {area, role, day}, $organisations (codes), $on (whose names).
RETURN
  COLLECT {
    UNWIND $posts AS post
    MATCH (a:Area {code: post.area})
    RETURN [post.area, post.role, post.day, [{{area:a}}], COLLECT {
      MATCH (a)<-[p:POSTED_TO]-(o:Officer) WHERE p.role = post.role AND p.since <= post.day AND post.day < p.until
      RETURN [o.id, o.name, o.profession, o.tier, o.synthetic] ORDER BY o.id
    }]
  } AS posts,
  COLLECT {
    UNWIND $organisations AS code
    MATCH (org:Organisation {code: code})
    RETURN [{{organisation:org}}] ORDER BY org.code
  } AS organisations
