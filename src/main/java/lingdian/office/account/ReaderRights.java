package lingdian.office.account;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.AccountStore;
import lingdian.access.account.Right;
import lingdian.access.signin.Sessions;
import lingdian.feed.log.FeedRights;

/**
 * Tells the feed, and answers of many pages, which of their readers have lost the right with which they connected: their account or session has
 * ended, their token has expired, or their scope has changed.
 */
public final class ReaderRights implements FeedRights {
    private final AccountStore accounts;
    private final Sessions sessions;

    public ReaderRights(AccountStore accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @Override
    public Future<Set<String>> ended(Set<String> texts) {
        Future<Set<Right.OfToken>> tokens = accounts.ended(of(texts, Right.OfToken.class));
        Set<String> names = of(texts, Right.OfSession.class).stream()
                .map(Right.OfSession::name)
                .collect(Collectors.toSet());
        return Future.all(tokens, sessions.ended(names)).map(both -> {
            Set<String> ended = new HashSet<>();
            tokens.result().forEach(right -> ended.add(right.text()));
            both.<Set<String>>resultAt(1).forEach(name -> ended.add(new Right.OfSession(name).text()));
            return ended;
        });
    }

    private static <T extends Right> Set<T> of(Set<String> texts, Class<T> kind) {
        return texts.stream()
                .flatMap(text -> Right.parse(text).stream())
                .flatMap(right -> kind.isInstance(right) ? Stream.of(kind.cast(right)) : Stream.empty())
                .collect(Collectors.toSet());
    }
}
