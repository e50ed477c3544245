"""Does with Python's client what clients.real.test.ts does with others; prints what came of it as JSON."""

import json
import re
import sys

import anyio
from mcp import Client, StdioServerParameters

plan = json.loads(sys.argv[1])
url, command, *args = sys.argv[2:]


def text_of(result):
    return result.content[0].text


async def use(server):
    async with Client(server) as client:
        failed = []
        for name, arguments, expected in plan["calls"]:
            if not re.search(expected, text_of(await client.call_tool(name, arguments))):
                failed.append(name)

        told = []

        async def on_progress(progress, total, message):
            told.append(progress)

        await client.call_tool("query", plan["slow"], progress_callback=on_progress)

        with anyio.move_on_after(0.5) as scope:
            await client.call_tool("query", plan["endless"])
        cancelled = scope.cancelled_caught

        ids = set()
        arguments = plan["pages"]
        while arguments is not None:
            text = text_of(await client.call_tool("query", arguments))
            ids.update(re.findall(r"^(\d+),\d$", text, re.M))
            cursor = re.search(r"cursor (\S+) alone", text)
            arguments = cursor and {"cursor": cursor[1], "max_rows": plan["pages"]["max_rows"]}
        return {"failed": failed, "progressed": len(told) > 0, "cancelled": cancelled, "rows": len(ids)}


async def main():
    servers = [StdioServerParameters(command=command, args=args), url]
    print(json.dumps([await use(server) for server in servers]))


anyio.run(main)
