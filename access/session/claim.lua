-- Takes changes of authorization that are due, and keeps others from taking them for a while; whoever took one and
-- died leaves it to be taken again.
--
-- KEYS: 1 due zset
-- ARGV: 1 now, epoch ms  2 epoch ms until which they are kept  3 most to take
-- Reply: members `<subscriber>:<session>`

local members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, member in ipairs(members) do redis.call('ZADD', KEYS[1], ARGV[2], member) end
return members
