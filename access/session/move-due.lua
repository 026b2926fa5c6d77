-- Moves the instant at which a change of authorization is due, if it is still where the caller left it: whoever moved it
-- last has the change, and nobody else.
--
-- KEYS: 1 due zset
-- ARGV: 1 member `<subscriber>:<session>`  2 where it was left, epoch ms  3 where it is moved to, epoch ms
-- Reply: 1 when it was moved, 0 when it is not there any more

local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not due or tonumber(due) ~= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], 'XX', ARGV[3], ARGV[1])
return 1
