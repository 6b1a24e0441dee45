package lingdian.platform.database;

import io.vertx.sqlclient.SqlClient;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notifies the other nodes that something was committed, by {@code NOTIFY} without a payload. Best effort: they also poll.
 *
 * <p>One notification at a time, in which all rings meanwhile are gathered: while PostgreSQL makes it wait
 * ({@link Databases#notify}), one connection waits and no more.
 */
public final class ChannelBell {
    private final SqlClient client;
    private final String channel;
    private final AtomicBoolean rung = new AtomicBoolean();
    private final AtomicBoolean ringing = new AtomicBoolean();

    public ChannelBell(SqlClient client, String channel) {
        this.client = client;
        this.channel = channel;
    }

    /** Any thread. */
    public void ring() {
        rung.set(true);
        if (ringing.compareAndSet(false, true)) {
            tell();
        }
    }

    private void tell() {
        if (rung.getAndSet(false)) {
            Databases.notify(client, channel, "").onComplete(any -> tell());
            return;
        }
        ringing.set(false);
        if (rung.get() && ringing.compareAndSet(false, true)) {
            tell();
        }
    }
}
