package lingdian.agent.adapter;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where logins and logouts go. Blocking: on return they survive a power failure.
 *
 * <p>An {@link IOException} means that nothing was recorded and the line is to be read again.
 */
public interface CardSink {
    /** Whether a login with this session was recorded, lately or before the last start. */
    boolean knows(String session) throws IOException;

    /**
     * Records that a person already uses a terminal.
     *
     * @param login {@code terminal} and {@code document}, as in the local API
     * @param at null: now
     */
    void login(String session, JsonObject login, @Nullable Instant at) throws IOException, CardRefusedException;

    /** Records that the person has left; nothing if the session is not open any more. */
    void logout(String session, @Nullable Instant at) throws IOException;

    /** The open session at a terminal, whoever recorded it. */
    Optional<String> sessionAt(String terminal) throws IOException;
}
