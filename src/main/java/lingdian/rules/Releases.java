package lingdian.rules;

import static java.time.temporal.ChronoUnit.MICROS;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.platform.Witness;
import lingdian.rules.RuleRelease.Source;
import lingdian.rules.RuleRelease.State;
import lingdian.violation.Rules;
import lingdian.violation.RulesJson;
import org.jspecify.annotations.Nullable;

/**
 * Who releases rules, and how: a proposal is released by a second person and begins after all that was judged before it.
 *
 * <p>Everything happens under the lock on {@code head}, so that what is seen as judged stays all that is judged until the
 * release is committed, and of two who decide the second finds it decided.
 */
public final class Releases {
    private final Pool pool;
    private final ReleaseStore store;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Witness<RuleRelease> witness;

    /** @param witness writes down each proposal, release and withdrawal, as it is after it */
    public Releases(
            Pool pool, ReleaseStore store, InstantSource clock, Supplier<UUID> ids, Witness<RuleRelease> witness) {
        this.pool = pool;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.witness = witness;
    }

    /** What became of what somebody asked for. */
    public sealed interface Outcome {
        /** Committed. */
        record Done(RuleRelease release) implements Outcome {}

        /** There is no such proposal. */
        record Unknown() implements Outcome {}

        /** It was released or withdrawn before. */
        record Decided(State state) implements Outcome {}

        /** Whoever proposes does not release. */
        record SamePerson() implements Outcome {}

        /** Another proposal or release has this version. */
        record VersionTaken() implements Outcome {}

        /** It would begin before what has been judged. */
        record TooEarly(Instant judgedUntil) implements Outcome {}
    }

    /** What became of the file at a start. */
    public sealed interface FileTaken {
        /** Its version is released, by this start or an earlier one. */
        record Released() implements FileTaken {}

        /** It waits for somebody to release it. */
        record Proposed() implements FileTaken {}

        /** Its version was released, or proposed, with other content. */
        record VersionTaken() implements FileTaken {}
    }

    /**
     * Takes {@code rules.yaml} at a start. The file is the release of whoever runs the machine, unless there was a release by
     * anyone else: then it is a proposal like others, so that no restart undoes what two people decided.
     */
    public Future<FileTaken> takeFile(Rules rules) {
        return pool.withTransaction(connection -> store.lock(connection)
                .compose(locked -> store.ofVersion(connection, rules.version()))
                .compose(known -> known.map(release -> Future.succeededFuture(known(release, rules)))
                        .orElseGet(() -> store.anyButFiles(connection)
                                .compose(peoples -> newFile(connection, rules, peoples)))));
    }

    private static FileTaken known(RuleRelease release, Rules rules) {
        if (!RulesJson.stored(release.content()).equals(rules)) {
            return new FileTaken.VersionTaken();
        }
        return release.state() == State.RELEASED ? new FileTaken.Released() : new FileTaken.Proposed();
    }

    private Future<FileTaken> newFile(SqlConnection connection, Rules rules, boolean onlyProposed) {
        RuleRelease proposal = proposal(rules, Source.FILE, RuleRelease.OPERATOR, null);
        return store.propose(connection, proposal)
                .compose(proposed -> onlyProposed
                        ? witness.saw(connection, proposal).map(new FileTaken.Proposed())
                        : first(connection)
                                .compose(beginsAt -> release(connection, proposal.id(), null, beginsAt))
                                .map(new FileTaken.Released()));
    }

    /** The very first release is in force at all times: what was found before releases were kept was found by its like. */
    private Future<Instant> first(SqlConnection connection) {
        return store.newest(connection)
                .compose(newest -> newest.isPresent()
                        ? store.judgedUntil(connection).map(this::freeFrom)
                        : Future.succeededFuture(Instant.EPOCH));
    }

    /** @param from null: from its release on */
    public Future<Outcome> propose(UUID author, Rules rules, @Nullable Instant from) {
        RuleRelease proposal = proposal(rules, Source.ACCOUNT, author, from == null ? null : from.truncatedTo(MICROS));
        return pool.withTransaction(connection -> store.lock(connection)
                .compose(locked -> store.ofVersion(connection, rules.version()))
                .compose(taken -> taken.isPresent()
                        ? Future.succeededFuture(new Outcome.VersionTaken())
                        : store.propose(connection, proposal)
                                .compose(proposed -> witness.saw(connection, proposal))
                                .map(new Outcome.Done(proposal))));
    }

    public Future<Outcome> approve(UUID id, UUID by) {
        return decide(id, (connection, proposal) -> {
            if (proposal.author().equals(by)) {
                return Future.succeededFuture(new Outcome.SamePerson());
            }
            return store.judgedUntil(connection).compose(until -> {
                Instant from = proposal.askedFrom();
                return from != null && until != null && from.isBefore(until)
                        ? Future.succeededFuture(new Outcome.TooEarly(until))
                        : release(connection, id, by, from == null ? freeFrom(until) : from)
                                .map(Outcome.Done::new);
            });
        });
    }

    public Future<Outcome> withdraw(UUID id, UUID by) {
        return decide(id, (connection, proposal) -> store.withdraw(connection, id, by, clock.instant())
                .compose(withdrawn -> witness.saw(connection, withdrawn).map(new Outcome.Done(withdrawn))));
    }

    private interface Decision {
        Future<Outcome> on(SqlConnection connection, RuleRelease proposal);
    }

    private Future<Outcome> decide(UUID id, Decision decision) {
        return pool.withTransaction(connection -> store.lock(connection)
                .compose(locked -> store.one(connection, id))
                .compose(found -> found.map(proposal -> proposal.state() == State.PROPOSED
                                ? decision.on(connection, proposal)
                                : Future.<Outcome>succeededFuture(new Outcome.Decided(proposal.state())))
                        .orElseGet(() -> Future.succeededFuture(new Outcome.Unknown()))));
    }

    private Future<RuleRelease> release(SqlConnection connection, UUID id, @Nullable UUID by, Instant beginsAt) {
        return store.release(connection, id, by, clock.instant(), beginsAt)
                .compose(released -> witness.saw(connection, released).map(released));
    }

    /** The first moment, from now on, that nobody has judged yet. */
    private Instant freeFrom(@Nullable Instant judgedUntil) {
        Instant now = clock.instant().truncatedTo(MICROS);
        return Optional.ofNullable(judgedUntil).filter(now::isBefore).orElse(now);
    }

    private RuleRelease proposal(Rules rules, Source source, UUID author, @Nullable Instant from) {
        return RuleRelease.proposed(
                ids.get(),
                rules.version(),
                RulesJson.text(rules),
                source,
                author,
                clock.instant().truncatedTo(MICROS),
                from);
    }
}
