import burn from './burn.mjs';

process.on('message', ({ calls, iterations }) => {
  for (let call = 0; call < calls; call++) burn(iterations);
  process.send('done');
});
