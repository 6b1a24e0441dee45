package lingdian.agent.adapter;

import java.io.Closeable;
import java.io.IOException;

/** What an adapter reads by itself, again and again. Blocking; used by one thread at a time. Its text names the adapter. */
public interface CardSource extends Closeable {
    /** Hands on what is new; on return it is recorded. After an exception it is tried again. */
    void poll() throws IOException;

    /** How many lines or rows were no events that the service would take. */
    long refused();
}
