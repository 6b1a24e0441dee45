package lingdian.intake.batch;

/** The events of a message were not recorded: before their turn a newer stream had superseded theirs. */
public final class StreamSupersededException extends RuntimeException {
    StreamSupersededException() {
        super("the stream was superseded while its events waited", null, false, false);
    }
}
