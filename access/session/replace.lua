-- Puts something in the place of a value nobody of ours wrote, and keeps that aside for a while; unless others have put it
-- right before.
--
-- KEYS: 1 the key   2 where what stood there is kept   3 online zset
-- ARGV: 1 what was read there   2 what is to stand there   3 seconds for which what was read is kept
--   4 seconds to keep what stands there, '' for as long as it runs
--   5 when it is to be looked at, epoch ms, '' for never   6 its member of the online zset
-- Reply: 1; 0 where something else stands there by now

local call = redis.call
if call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
call('SET', KEYS[2], ARGV[1], 'EX', ARGV[3])
if ARGV[4] == '' then call('SET', KEYS[1], ARGV[2]) else call('SET', KEYS[1], ARGV[2], 'EX', ARGV[4]) end
if ARGV[5] ~= '' then call('ZADD', KEYS[3], ARGV[5], ARGV[6]) end
return 1
