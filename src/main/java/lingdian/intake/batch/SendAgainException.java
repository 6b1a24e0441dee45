package lingdian.intake.batch;

/** The events of a message were not recorded; the agent reconnects and sends them again. */
public final class SendAgainException extends RuntimeException {
    public SendAgainException(String why) {
        super(why, null, false, false);
    }
}
