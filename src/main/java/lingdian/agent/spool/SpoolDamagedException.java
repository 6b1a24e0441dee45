package lingdian.agent.spool;

/**
 * The records differ from what this agent wrote by more than a torn end: they were edited, or the disk is failing. They
 * are set aside. The message names the file and number, never a value.
 */
final class SpoolDamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    SpoolDamagedException(String message) {
        super(message);
    }
}
