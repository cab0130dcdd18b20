"""What users of OpenAI's Python client do, against a service that is given by its address."""
import sys

import openai

client = openai.OpenAI(base_url=sys.argv[1] + "/v1", api_key="sesame", max_retries=0)
ASKED = [{"role": "user", "content": "When are there two cars?"}]
SAID = "Two cars were in the picture at the same time from 00:15 to 00:18."


def refused(kind, call):
    try:
        call()
    except kind as refusal:
        return refusal
    raise AssertionError(f"{kind.__name__} was expected")


ids = [model.id for model in client.models.list()]
assert ids == ["notes-135m", "stream:street", "stream:table"], ids
assert client.models.retrieve("stream:street").id == "stream:street"
refused(openai.NotFoundError, lambda: client.models.retrieve("stream:nowhere"))

completion = client.chat.completions.create(model="notes-135m", messages=ASKED, temperature=0, n=1,
                                            metadata={"stream": "table", "at": "10", "blocks": "4"})
assert completion.choices[0].message.content == SAID, completion
assert completion.usage.total_tokens == 187, completion
assert completion.outcome == "answered" and len(completion.citations) == 2, completion

chunks = list(client.chat.completions.create(model="stream:street", messages=ASKED, stream=True, stream_options={"include_usage": True}))
assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == SAID, chunks
assert chunks[-1].usage.completion_tokens == 7, chunks

response = client.responses.create(model="stream:street", input="When are there two cars?", metadata={"at": "29"})
assert response.output_text == SAID and response.status == "completed", response
assert response.usage.input_tokens == 180, response
chat = client.responses.create(model="stream:street", instructions="Be short.", input=[
    {"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello."},
    {"role": "user", "content": [{"type": "input_text", "text": "Was there a dog?"}]}])
assert "No dog was seen" in chat.output_text, chat
events = list(client.responses.create(model="stream:street", input="When are there two cars?", stream=True))
assert events[0].type == "response.created" and events[-1].type == "response.completed", events
assert [event.sequence_number for event in events] == list(range(len(events))), events
assert "".join(event.delta for event in events if event.type == "response.output_text.delta") == SAID, events
with client.responses.stream(model="stream:street", input="When are there two cars?") as streamed:
    assert streamed.get_final_response().output_text == SAID

assert refused(openai.BadRequestError, lambda: client.chat.completions.create(model="stream:street", messages=ASKED, n=2)).param == "n"
tools = [{"type": "function", "function": {"name": "f", "parameters": {}}}]
assert refused(openai.BadRequestError,
               lambda: client.chat.completions.create(model="stream:street", messages=ASKED, tools=tools)).param == "tools"
refused(openai.BadRequestError, lambda: client.chat.completions.create(model="stream:street", messages=ASKED,
                                                                       response_format={"type": "json_object"}))
refused(openai.BadRequestError, lambda: client.chat.completions.create(model="stream:street", messages=ASKED, metadata={"ta": "10"}))
refused(openai.BadRequestError, lambda: client.responses.create(model="stream:street", input="What?", previous_response_id="resp_1"))
refused(openai.NotFoundError, lambda: client.chat.completions.create(model="gpt-4o", messages=ASKED))
refused(openai.NotFoundError, lambda: client.embeddings.create(model="notes-135m", input="x"))
print("all well with openai " + openai.__version__)
