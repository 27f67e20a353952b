/*
 * A script of Redis runs as a whole: nobody sees half of what it does, and nothing happens in between. That is all it takes for
 * objects that are replaced at once, first writers that win, and listings that are true.
 *
 * Each answers with a list of texts, the first of which says how it went.
 */

/** Keys: marker, index, infos, body, part. Arguments: key, last piece, size of all pieces, etag, "exclusive" or "", description. */
export const writeObject = `
if redis.call('EXISTS', KEYS[1]) == 0 then return {'no bucket'} end
if ARGV[5] == 'exclusive' and redis.call('HEXISTS', KEYS[3], ARGV[1]) == 1 then return {'exists'} end
if redis.call('APPEND', KEYS[5], ARGV[2]) ~= tonumber(ARGV[3]) then return {'expired'} end
redis.call('RENAME', KEYS[5], KEYS[4])
redis.call('PERSIST', KEYS[4])
local now = redis.call('TIME')
local milliseconds = now[1] .. string.format('%03d', math.floor(now[2] / 1000))
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3] .. ' ' .. milliseconds .. ' ' .. ARGV[4] .. ' ' .. ARGV[6])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
return {'ok'}`;

/** Keys: marker, infos, body. Arguments: key, first byte, last byte. */
export const readObject = `
if redis.call('EXISTS', KEYS[1]) == 0 then return {'no bucket'} end
local info = redis.call('HGET', KEYS[2], ARGV[1])
if not info then return {'no key'} end
return {'ok', info, redis.call('GETRANGE', KEYS[3], ARGV[2], ARGV[3])}`;

/** Keys: marker, index, infos, then a body for each argument. Arguments: keys. */
export const deleteObjects = `
if redis.call('EXISTS', KEYS[1]) == 0 then return {'no bucket'} end
redis.call('ZREM', KEYS[2], unpack(ARGV))
redis.call('HDEL', KEYS[3], unpack(ARGV))
redis.call('UNLINK', unpack(KEYS, 4))
return {'ok'}`;

/** Keys: marker, index, infos. Arguments: least and greatest key, how many at most. */
export const listObjects = `
if redis.call('EXISTS', KEYS[1]) == 0 then return {'no bucket'} end
local reply = {'ok'}
local keys = redis.call('ZRANGE', KEYS[2], ARGV[1], ARGV[2], 'BYLEX', 'LIMIT', 0, ARGV[3])
if #keys == 0 then return reply end
local infos = redis.call('HMGET', KEYS[3], unpack(keys))
for i, key in ipairs(keys) do
  reply[#reply + 1] = key
  reply[#reply + 1] = infos[i]
end
return reply`;
