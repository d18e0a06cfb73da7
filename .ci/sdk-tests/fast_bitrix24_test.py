"""fast_bitrix24, as published, against the fake portal."""

from check import PORTAL, ROWS, same
from fast_bitrix24 import Bitrix

b24 = Bitrix(PORTAL["webhook"], verbose=False)
deals = [f"Deal {number}" for number in range(1, ROWS + 1)]


def titles(rows):
    return sorted((row["TITLE"] for row in rows), key=lambda title: int(title.split()[1]))


# The first page, and all others in a batch.
same("crm.deal.list", titles(b24.get_all("crm.deal.list")), deals)
some = b24.get_all("crm.deal.list", {"filter": {">ID": 100, "<=ID": 260}, "select": ["ID", "TITLE"]})
same("a filter", titles(some), deals[100:260])
items = b24.get_all("crm.item.list", {"entityTypeId": 2})
same("crm.item.list", sorted(item["id"] for item in items), list(range(1, ROWS + 1)))
tasks = b24.get_all("tasks.task.list")
same("tasks.task.list", sorted(int(task["id"]) for task in tasks), list(range(1, ROWS + 1)))
users = b24.get_all("user.get")
same("user.get", sorted(int(user["ID"]) for user in users), list(range(1, ROWS + 1)))

# Batches of single calls.
found = b24.get_by_ID("crm.deal.get", range(1, 121))
same("120 deals by their identifiers", titles(found.values()), deals[:120])
added = b24.call("crm.deal.add", [{"fields": {"TITLE": f"New {n} & more"}} for n in range(60)])
same("60 writes", sorted(added), list(range(ROWS + 1, ROWS + 61)))
new = b24.get_all("crm.deal.list", {"filter": {"%TITLE": " & more"}})
same("what was written", titles(new), [f"New {n} & more" for n in range(60)])
linked = b24.call_batch({
    "halt": 0,
    "cmd": {"first": "crm.deal.list?filter[>ID]=7", "second": "crm.deal.get?ID=$result[first][3][ID]"},
})
same("a reference", linked["second"]["TITLE"], "Deal 11")
