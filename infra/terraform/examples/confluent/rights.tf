# Who may what.
locals {
  users = merge(
    { tracker = "The functions and the Kafka trigger" },
    var.poller ? { poller = "poll_opensky on a machine of one's own: docs/poller-anywhere.md" } : {},
  )
  granted = concat(
    # The functions write and read the topics.
    [for pair in setproduct(keys(var.topics), ["READ", "WRITE", "DESCRIBE"]) :
    { user = "tracker", type = "TOPIC", name = pair[0], pattern = "LITERAL", operation = pair[1] }],
    # The trigger's consumer groups begin with the name; the scheduled pull has one of its own.
    [for pair in setproduct([["${var.name}-consume-", "PREFIXED"], ["consume_batch", "LITERAL"]], ["READ", "DESCRIBE"]) :
    { user = "tracker", type = "GROUP", name = pair[0][0], pattern = pair[0][1], operation = pair[1] }],
    # Lambda's trigger looks at the cluster's configuration.
    [{ user = "tracker", type = "CLUSTER", name = "kafka-cluster", pattern = "LITERAL", operation = "DESCRIBE_CONFIGS" }],
    [for pair in setproduct(var.poller ? keys(var.topics) : [], ["WRITE", "DESCRIBE"]) :
    { user = "poller", type = "TOPIC", name = pair[0], pattern = "LITERAL", operation = pair[1] }],
    [for user in keys(local.users) :
    { user = user, type = "CLUSTER", name = "kafka-cluster", pattern = "LITERAL", operation = "IDEMPOTENT_WRITE" }],
  )
  rights = { for right in local.granted : "${right.user}: ${right.operation} ${right.name}" => right }
}
