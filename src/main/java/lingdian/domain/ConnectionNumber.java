package lingdian.domain;

/**
 * The number of an agent's connection, counted over all nodes.
 *
 * <p>An agent opens a second connection when it has the first or has given it up, and the second one's number is greater. So of
 * two connections of one café the numbers decide which one holds the café.
 */
public record ConnectionNumber(long value) {
    /** Of what was posted without a connection; and of a café before its first connection. */
    public static final ConnectionNumber NONE = new ConnectionNumber(0);

    public boolean isNewerThan(ConnectionNumber other) {
        return value > other.value;
    }
}
