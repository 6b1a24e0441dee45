package lingdian.access.account;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.domain.AccountId;

/**
 * The right by which a reader was admitted, which an open stream checks from time to time.
 *
 * <p>It names the version of the account's rights, so that it ends with any change of them, not only with the account.
 */
public sealed interface Right {
    /** The token of the environment, which ends with the process. */
    record OfEnvironment() implements Right {
        @Override
        public String text() {
            return "environment";
        }
    }

    /** An account's token. */
    record OfToken(AccountId account, int version) implements Right {
        @Override
        public String text() {
            return "token " + account + " " + version;
        }
    }

    /** A person's session, which the database itself ends with a change of the account's rights. */
    record OfSession(String name) implements Right {
        @Override
        public String text() {
            return "session " + name;
        }
    }

    Pattern TOKEN = Pattern.compile("token ([0-9a-f-]{36}) (\\d+)");
    Pattern SESSION = Pattern.compile("session ([\\w-]{43})");

    /** The text form of this right, which the feed keeps. */
    String text();

    /** Parses {@link #text}; empty if the text is not a right. */
    static Optional<Right> parse(String text) {
        Matcher token = TOKEN.matcher(text);
        if (token.matches()) {
            return Optional.of(
                    new OfToken(new AccountId(UUID.fromString(token.group(1))), Integer.parseInt(token.group(2))));
        }
        Matcher session = SESSION.matcher(text);
        return session.matches() ? Optional.of(new OfSession(session.group(1))) : Optional.empty();
    }
}
