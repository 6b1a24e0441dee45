package lingdian.agent.spool;

/**
 * The result of a draft: a line that is on disk, or a refusal, which affects neither the other drafts nor the numbers.
 */
sealed interface Written {
    record Durable(Line line) implements Written {}

    record Refused(RuntimeException reason) implements Written {}
}
