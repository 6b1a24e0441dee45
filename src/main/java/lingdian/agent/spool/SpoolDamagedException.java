package lingdian.agent.spool;

/**
 * The records are not as this agent wrote them, other than a torn end: somebody edited them, or a disk rotted. They are set
 * aside then. The message says which file and number, never a value.
 */
final class SpoolDamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    SpoolDamagedException(String message) {
        super(message);
    }
}
