"""Asks the service with the official Python SDK of the Model Context Protocol, which holds each result against its declared schema.

Usage: mcp_client.py URL PROGRAM
"""

import asyncio
import json
import os
import pathlib
import sys

from mcp import Client, MCPError, StdioServerParameters
from mcp_types import ElicitResult, PromptReference, ResourceTemplateReference

CALLS = json.loads((pathlib.Path(__file__).parent / "mcp_calls.json").read_text(encoding="utf-8"))
URL, PROGRAM = sys.argv[1].rstrip("/") + "/mcp", sys.argv[2]
OVER_STDIO = StdioServerParameters(command=PROGRAM, args=["mcp"], env=dict(os.environ))
ALL_YES = ["yes"] * 7
# After the fifth nothing could change the placement any more, and nothing more is asked.
MIXED = ["yes", "yes", "unsure", "no", "yes"]
QUIZ = "rungs://ladders/ai-engineer/quiz"


def text_of(result):
    return "".join(block.text for block in result.content)


async def every_tool(client):
    tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == list(CALLS), [tool.name for tool in tools]
    for tool in tools:
        assert tool.description and tool.output_schema and tool.annotations.read_only_hint, tool.name
        result = await client.call_tool(tool.name, CALLS[tool.name]["arguments"])
        assert not result.is_error and CALLS[tool.name]["says"] in text_of(result), (tool.name, text_of(result))
        assert result.structured_content["sources"] and result.structured_content["ladder"], tool.name


async def quiz_in_words(client, replies):
    """Question and answer by plain calls; returns what was answered, as score_quiz takes it, and the receipt."""
    given = {"answers": {}, "qualifiers": {}}
    turn = (await client.call_tool("take_quiz", {})).structured_content
    for reply in replies:
        assert turn["status"] == "asking" and turn["result"] is None, turn
        given["answers" if turn["question"]["kind"] == "question" else "qualifiers"][turn["question"]["id"]] = reply
        turn = (await client.call_tool("take_quiz", {"state": turn["state"], "answer": reply})).structured_content
    assert turn["status"] == "finished" and turn["question"] is None, turn
    return given, turn["result"]["receipt"]


async def errors(client):
    result = await client.call_tool("find_level", {})
    assert result.is_error and "/level" in text_of(result) and "What to do:" in text_of(result), text_of(result)
    for asking, code in ((client.call_tool("no_such_tool", {}), -32602), (client.get_prompt("no_such_prompt"), -32602)):
        await refused(asking, {code})
    await refused(client.read_resource("rungs://ladders/ai-engineer/nothing"), {-32602, -32002})


async def refused(asking, codes):
    try:
        await asking
    except MCPError as error:
        assert error.error.code in codes, error.error
    else:
        raise AssertionError("this was not refused")


async def what_is_read(client):
    resources = (await client.list_resources()).resources
    assert QUIZ in [str(resource.uri) for resource in resources] and len(resources) > 10, resources
    for resource in resources:
        [content] = (await client.read_resource(str(resource.uri))).contents
        assert content.mime_type == resource.mime_type == "text/markdown" and content.text.startswith("# "), resource.uri
    templates = (await client.list_resource_templates()).resource_templates
    assert len(templates) == 4, templates
    of_level = next(one for one in templates if "{level}" in one.uri_template)
    completed = await client.complete(ResourceTemplateReference(uri=of_level.uri_template), {"name": "level", "value": "s"})
    assert completed.completion.values == ["senior", "staff"], completed


async def what_is_prompted(client):
    prompts = (await client.list_prompts()).prompts
    arguments = {"take_the_quiz": {}, "prepare_promotion_talk": {"level": "mid"}, "mentor_phase": {"phase": "2"}}
    assert [prompt.name for prompt in prompts] == list(arguments), prompts
    for name, own in arguments.items():
        messages = (await client.get_prompt(name, own)).messages
        assert [message.content.type for message in messages] == ["text", "resource"], name
    completed = await client.complete(PromptReference(name="mentor_phase"), {"name": "phase", "value": ""})
    assert completed.completion.values and completed.completion.values[0] == "1", completed


async def quiz_by_forms(server, mode, replies):
    """The quiz in one call, while the client puts each question before its user."""
    left, forms = list(replies), []

    async def fill(_context, params):
        forms.append(params)
        return ElicitResult(action="accept", content={"answer": left.pop(0)})

    async with Client(server, mode=mode, elicitation_callback=fill) as client:
        turn = (await client.call_tool("take_quiz", {})).structured_content
        assert turn["status"] == "finished" and not left, turn
        for form in forms:
            choices = form.requested_schema["properties"]["answer"]["oneOf"]
            assert {choice["const"] for choice in choices} == {"yes", "no", "unsure", "back", "stop"}, choices
        return turn["result"]["receipt"]


async def quiz_declined(server, mode):
    async def decline(_context, _params):
        return ElicitResult(action="decline")

    async with Client(server, mode=mode, elicitation_callback=decline) as client:
        turn = (await client.call_tool("take_quiz", {})).structured_content
        assert turn["status"] == "stopped", turn


async def everything(server, mode, version):
    async with Client(server, mode=mode) as client:
        assert client.protocol_version == version and client.instructions, (client.protocol_version, version)
        await every_tool(client)
        await errors(client)
        await what_is_read(client)
        await what_is_prompted(client)
        for replies in (ALL_YES, MIXED):
            given, receipt = await quiz_in_words(client, replies)
            scored = await client.call_tool("score_quiz", given)
            assert receipt == scored.structured_content["receipt"], given
            # With a handshake HTTP has no way for the service to ask.
            if server is not URL or mode == "auto":
                assert receipt == await quiz_by_forms(server, mode, replies), replies


async def main():
    for server, way in ((URL, "HTTP"), (OVER_STDIO, "stdio")):
        for mode, version in (("auto", "2026-07-28"), ("legacy", "2025-11-25")):
            await everything(server, mode, version)
            if server is not URL or mode == "auto":
                await quiz_declined(server, mode)
            print(f"Python, {way}, {version}: {len(CALLS)} tools, resources, prompts, the quiz")


asyncio.run(main())
