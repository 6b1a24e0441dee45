package lingdian.agent.spool;

/**
 * The result of a draft: a line that is on disk, or a refusal, which affects neither the other drafts nor the numbers.
 */
sealed interface DraftResult {
    record Durable(Line line) implements DraftResult {}

    record Refused(RuntimeException reason) implements DraftResult {}
}
