-- Gives back what a reservation cost when its message certainly was not sent: the sending is no longer counted for
-- number, block, device and visit, and the code dies. The site's bucket keeps its cost, so that a gateway that fails
-- is not asked without end.
--
-- KEYS, all of one hash tag: 1 challenge (hash)  2 number  3 block  4 device  5 visit (sorted sets)
-- ARGV: 1 request id
-- Reply: 1 when the code was still this one, else 0
for index = 2, 5 do
  redis.call("ZREM", KEYS[index], ARGV[1])
end
if redis.call("HGET", KEYS[1], "request") ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
