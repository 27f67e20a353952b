// Answers every request as Lambda answers an invocation, with as much as it was asked to; prints its port.
import { createServer } from 'node:http';

const payload = JSON.stringify(Buffer.alloc(Number(process.argv[2]), 1).toString('base64'));
const headers = {
  'content-type': 'application/json',
  'content-length': payload.length,
  'x-amz-executed-version': '$LATEST',
  'x-amzn-requestid': 'c5f9b9a6-5a5e-4f0e-9d2c-1c3e5b7a9d1f',
  'x-amz-log-result': Buffer.from('START …\nEND …\nREPORT …\n'.repeat(10)).toString('base64'),
};

const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, headers).end(payload));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit());
