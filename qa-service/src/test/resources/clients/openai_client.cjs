// What users of OpenAI's Node client do, against a service that is given by its address.
const assert = require('node:assert');
const OpenAI = require('openai');

const client = new OpenAI({ baseURL: process.argv[2] + '/v1', apiKey: 'sesame', maxRetries: 0 });
const messages = [{ role: 'user', content: 'When are there two cars?' }];
const SAID = 'Two cars were in the picture at the same time from 00:15 to 00:18.';

async function main() {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.deepStrictEqual(ids, ['notes-135m', 'stream:street', 'stream:table']);
  assert.strictEqual((await client.models.retrieve('stream:street')).id, 'stream:street');
  await assert.rejects(client.models.retrieve('stream:nowhere'), OpenAI.NotFoundError);

  const completion = await client.chat.completions.create(
    { model: 'notes-135m', messages, metadata: { stream: 'table', at: '10', blocks: '4' } });
  assert.strictEqual(completion.choices[0].message.content, SAID);
  let text = '';
  for await (const chunk of await client.chat.completions.create({ model: 'stream:street', messages, stream: true })) {
    text += chunk.choices[0]?.delta?.content ?? '';
  }
  assert.strictEqual(text, SAID);

  const response = await client.responses.create({ model: 'stream:street', input: 'When are there two cars?' });
  assert.strictEqual(response.output_text, SAID);
  text = '';
  for await (const event of await client.responses.create({ model: 'stream:street', input: 'When?', stream: true })) {
    if (event.type === 'response.output_text.delta') text += event.delta;
  }
  assert.strictEqual(text, SAID);
  assert.strictEqual((await client.responses.stream({ model: 'stream:street', input: 'When?' }).finalResponse()).output_text, SAID);

  await assert.rejects(client.chat.completions.create({ model: 'stream:street', messages, n: 2 }),
    error => error instanceof OpenAI.BadRequestError && error.param === 'n');
  await assert.rejects(client.chat.completions.create({ model: 'stream:street', messages, metadata: { ta: '10' } }), OpenAI.BadRequestError);
  await assert.rejects(client.embeddings.create({ model: 'notes-135m', input: 'x' }), OpenAI.NotFoundError);
  console.log('all well with openai');
}

main().catch(error => { console.error(error); process.exit(1); });
