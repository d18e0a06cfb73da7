"""b24pysdk, as published, against the fake portal."""

from check import ROWS, code, host, same
from b24pysdk import BitrixWebhook, Client

token = BitrixWebhook(domain=host(), webhook_token=f"1/{code()}")
client = Client(token)
deals = [f"Deal {number}" for number in range(1, ROWS + 1)]


def titles(rows):
    return [row.get("TITLE") or row.get("title") for row in rows]


# By pages, and by the last identifier with references inside batches.
same("crm.deal.list by pages", titles(client.crm.deal.list().as_list().result), deals)
fast = list(client.crm.deal.list().as_list_fast().result)
same("crm.deal.list by identifiers", titles(fast), deals)
down = list(client.crm.deal.list().as_list_fast(descending=True).result)
same("crm.deal.list downwards", titles(down), deals[::-1])
some = client.crm.deal.list(filter={">ID": 100, "<=ID": 260}, select=["ID", "TITLE"])
same("a filter", titles(some.as_list().result), deals[100:260])

# The families that differ.
for method, params, name in [
    ("crm.item.list", {"entityTypeId": 2}, "Item"),
    ("tasks.task.list", {}, "Task"),
    ("user.get", {}, "User"),
    ("department.get", {}, "Unit"),
]:
    rows = token.call_list_fast(method, params)["result"]
    found = [row.get("title") or row.get("NAME") for row in rows]
    same(f"{method} by identifiers", found, [f"{name} {n}" for n in range(1, ROWS + 1)])

# More commands than one batch takes.
requests = {f"get{n}": client.crm.deal.get(bitrix_id=n) for n in range(1, 121)}
answers = client.call_batches(requests).result
same("120 commands", [answers.result[f"get{n}"]["TITLE"] for n in range(1, 121)], deals[:120])
mixed = client.call_batch([client.crm.deal.get(bitrix_id=5), client.crm.deal.get(bitrix_id=10**6)])
same("an error of one command", (len(mixed.result.result), len(mixed.result.result_error)), (1, 1))

# Writes, with what a query string could break.
title = "Ünï & [x]=%41 +1 $result"
added = client.crm.deal.add(fields={"TITLE": title, "OPENED": True}).result
same("a write", client.crm.deal.get(bitrix_id=added).result["TITLE"], title)
batch = client.call_batch({"new": client.crm.deal.add(fields={"TITLE": title})})
same("a write in a batch", client.crm.deal.get(bitrix_id=batch.result.result["new"]).result["TITLE"], title)
