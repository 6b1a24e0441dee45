package lingdian.access.signin;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.RefusalLimit;

/**
 * Writes sign-ins into the access log, and of refused ones only so many a minute: from one network, for one name, and in
 * all. Anybody can cause them, and the log is kept for months.
 */
final class LimitedSignInLog implements SignInLog {
    /** Refusals of all networks together, of ten times as many as one may cause. */
    static final int IN_ALL_A_MINUTE = 10 * RefusalLimit.A_MINUTE;

    private static final int NAME_CHARACTERS_MAX = 64; // of a sign-in name; a longer text names no account
    private static final Source EVERYBODY = new Source(Kind.ALL, "");

    private final AccessLogStore log;
    private final InstantSource clock;
    private final RefusalLimit<Source> limit;

    private enum Kind {
        ALL,
        NETWORK,
        NAME
    }

    private record Source(Kind kind, String value) {}

    LimitedSignInLog(AccessLogStore log, InstantSource clock, Runnable limitReached) {
        this.log = log;
        this.clock = clock;
        this.limit = new RefusalLimit<>(
                source -> source.kind == Kind.ALL ? IN_ALL_A_MINUTE : RefusalLimit.A_MINUTE, limitReached);
    }

    @Override
    public Future<Void> write(Entry entry) {
        if (!entry.isRefusal()) {
            return log.append(entry.written());
        }
        OptionalLong unwritten = limit.next(sources(entry), clock.millis());
        if (unwritten.isEmpty()) {
            return Future.succeededFuture();
        }
        AccessEntry written = entry.written();
        return log.append(unwritten.getAsLong() == 0 ? written : written.with("unwritten", unwritten.getAsLong()));
    }

    private static List<Source> sources(Entry entry) {
        var sources = new ArrayList<Source>();
        sources.add(new Source(Kind.NETWORK, entry.address().network()));
        String name = entry.signInName();
        if (!name.isEmpty() && name.length() <= NAME_CHARACTERS_MAX) {
            sources.add(new Source(Kind.NAME, name));
        }
        sources.add(EVERYBODY);
        return sources;
    }
}
