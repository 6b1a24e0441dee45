package lingdian.agent.spool;

/** What became of a draft: a line that is on disk now, or its refusal, which leaves the others and the numbers alone. */
sealed interface Written {
    record Durable(Line line) implements Written {}

    record Refused(RuntimeException reason) implements Written {}
}
