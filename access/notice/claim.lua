-- Takes work that follows from something every process hears of, so that one of them does it. Whoever took it and died
-- leaves it to be taken again.
--
-- KEYS: 1 claim, a hash
-- ARGV: 1 what (take, resume, finish)  2 mark of what the work follows from  3 now, epoch ms
--   4 take and resume: epoch ms until which others are kept from it; finish: ''
-- Reply: 'yours', 'another' (somebody is at it) or 'done'
--   resume takes only what was begun and not finished

local known = redis.call('HMGET', KEYS[1], 'mark', 'until')
local is_known = known[1] == ARGV[2]
if ARGV[1] == 'finish' then
  if is_known then redis.call('HSET', KEYS[1], 'until', 'done') end
  return 'done'
end
if is_known and known[2] == 'done' or ARGV[1] == 'resume' and not is_known then return 'done' end
if is_known and tonumber(known[2]) > tonumber(ARGV[3]) then return 'another' end
redis.call('HSET', KEYS[1], 'mark', ARGV[2], 'until', ARGV[4])
redis.call('EXPIRE', KEYS[1], 86400)
return 'yours'
