package lingdian.law.judge;

import java.time.Instant;
import java.util.UUID;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.PersonToken;

/** One person at one terminal, from login until something ends it (handbook, glossary.md#words). */
public record OpenSession(
        String session, String terminal, PersonToken token, Instant startedAt, UUID stream, LoginRef login) {

    /** This session under another token of its person. */
    OpenSession known(PersonToken now) {
        return new OpenSession(session, terminal, now, startedAt, stream, login);
    }
}
