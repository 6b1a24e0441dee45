package lingdian.record.release;

import static java.time.temporal.ChronoUnit.MICROS;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.domain.AccountId;
import lingdian.law.casework.Refutation;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Code;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.Rules;
import lingdian.law.judge.Standing;
import lingdian.law.release.RuleRelease;
import lingdian.law.release.RuleRelease.Source;
import lingdian.law.release.RuleRelease.State;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;
import org.jspecify.annotations.Nullable;

/**
 * Releases rules: a proposal is released by a second person and begins after everything that was judged before it.
 *
 * <p>Everything happens under the lock on {@code head}, so that nothing more is judged until the release is committed,
 * and of two simultaneous decisions the second sees the first.
 */
public final class Releases {
    private static final int LONGEST_NAME = 40;

    private final QueryPool pool;
    private final ReleaseStore store;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Witness<RuleRelease> witness;

    /** @param witness records each proposal, release and withdrawal, in its new state */
    public Releases(
            QueryPool pool, ReleaseStore store, InstantSource clock, Supplier<UUID> ids, Witness<RuleRelease> witness) {
        this.pool = pool;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.witness = witness;
    }

    /** The result of a request. */
    public sealed interface Outcome {
        /** Committed. */
        record Done(RuleRelease release) implements Outcome {}

        /** There is no such proposal. */
        record Unknown() implements Outcome {}

        /** It has already been released or withdrawn. */
        record Decided(State state) implements Outcome {}

        /** The account that proposed it cannot release it. */
        record SamePerson() implements Outcome {}

        /** Other rules were released, or came into force, since it was proposed. */
        record Outdated() implements Outcome {}

        /** Another proposal or release has this version. */
        record VersionTaken() implements Outcome {}

        /** It would begin before events that have been judged. */
        record TooEarly(Instant judgedUntil) implements Outcome {}
    }

    /** The result of reading the file at a start. */
    public sealed interface FileTaken {
        /** Its version is released, by this start or an earlier one. */
        record Released() implements FileTaken {}

        /** It waits to be released by a person. */
        record Proposed() implements FileTaken {}

        /** Its version was released, or proposed, with other content. */
        record VersionTaken() implements FileTaken {}
    }

    /**
     * Reads {@code rules.yaml} at a start. The file is a release by the operator of the machine, unless there was a
     * release by anyone else: then it is a proposal like others, so that a restart does not undo a decision of two
     * people.
     */
    public Future<FileTaken> takeFile(Rules rules) {
        return pool.withTransaction(connection -> lock(connection)
                .compose(at -> store.ofVersion(connection, rules.version())
                        .compose(known -> known.map(release -> Future.succeededFuture(known(release, rules)))
                                .orElseGet(() -> store.anyButFiles(connection)
                                        .compose(peoples -> newFile(connection, rules, peoples, at))))));
    }

    private static FileTaken known(RuleRelease release, Rules rules) {
        if (!RulesJson.stored(release.content()).equals(rules)) {
            return new FileTaken.VersionTaken();
        }
        return release.state() == State.RELEASED ? new FileTaken.Released() : new FileTaken.Proposed();
    }

    private Future<FileTaken> newFile(SqlConnection connection, Rules rules, boolean onlyProposed, Instant at) {
        RuleRelease proposal = proposal(rules, Source.FILE, RuleRelease.OPERATOR, at, null);
        return store.propose(connection, proposal)
                .compose(proposed -> onlyProposed
                        ? witness.saw(connection, proposal).map(new FileTaken.Proposed())
                        : first(connection)
                                .compose(beginsAt -> release(connection, proposal.id(), null, at, beginsAt))
                                .map(new FileTaken.Released()));
    }

    /** The first release is in force at all times. */
    private Future<Instant> first(SqlConnection connection) {
        return store.newest(connection)
                .compose(newest -> newest.isPresent()
                        ? store.judgedUntil(connection).map(this::freeFrom)
                        : Future.succeededFuture(Instant.EPOCH));
    }

    /** @param from null: its release */
    public Future<Outcome> propose(AccountId author, Rules rules, @Nullable Instant from) {
        Instant begins = from == null ? null : from.truncatedTo(MICROS);
        return pool.withTransaction(connection -> lock(connection)
                .compose(at -> store.ofVersion(connection, rules.version())
                        .compose(taken -> propose(
                                connection, proposal(rules, Source.ACCOUNT, author, at, begins), taken.isPresent()))));
    }

    private Future<Outcome> propose(SqlConnection connection, RuleRelease proposal, boolean versionTaken) {
        return versionTaken
                ? Future.succeededFuture(new Outcome.VersionTaken())
                : store.propose(connection, proposal)
                        .compose(proposed -> witness.saw(connection, proposal))
                        .map(new Outcome.Done(proposal));
    }

    public Future<Outcome> approve(UUID id, AccountId by) {
        return decide(id, (connection, proposal, at) -> {
            if (proposal.source() != Source.SERVICE && proposal.author().equals(by)) {
                return Future.succeededFuture(new Outcome.SamePerson());
            }
            return store.judgedUntil(connection).compose(until -> approve(connection, proposal, by, at, until));
        });
    }

    /**
     * A set replaces all of another one. What was released after it was proposed, or came into force without its author
     * knowing, would be undone, whatever the second person was shown.
     */
    private Future<Outcome> approve(
            SqlConnection connection, RuleRelease proposal, AccountId by, Instant at, Optional<Instant> judgedUntil) {
        Instant from = proposal.askedFrom();
        if (from != null && judgedUntil.isPresent() && from.isBefore(judgedUntil.get())) {
            return Future.succeededFuture(new Outcome.TooEarly(judgedUntil.get()));
        }
        Instant beginsAt = from == null ? freeFrom(judgedUntil) : from;
        return store.isOvertaken(connection, proposal, beginsAt)
                .compose(overtaken -> Boolean.TRUE.equals(overtaken)
                        ? Future.succeededFuture(new Outcome.Outdated())
                        : release(connection, proposal.id(), by, at, beginsAt).map(Outcome.Done::new));
    }

    public Future<Outcome> withdraw(UUID id, AccountId by) {
        return decide(
                id,
                (connection, proposal, at) -> store.withdraw(connection, id, by, at)
                        .compose(withdrawn -> witness.saw(connection, withdrawn).map(new Outcome.Done(withdrawn))));
    }

    /** Counts people's checks of one rule's findings, as of a transaction. */
    @FunctionalInterface
    public interface FieldChecks {
        /**
         * @param versions under which the rule was what it is now
         * @param after earlier checks do not count; null: all do
         */
        Future<Refutation> of(SqlConnection connection, Code code, Set<String> versions, @Nullable Instant after);
    }

    /** What follows from checks that refute a rule. */
    private interface Refuted {
        Future<Void> by(Code code, Rules inForce, Refutation counted);
    }

    /**
     * Proposes to put rules into shadow that the field refutes; people decide. A rule of facts is never proposed, nor is
     * one whose proposal waits; after a proposal was withdrawn, only later checks count.
     *
     * <p>Checks become more and more, so they are counted without the lock on {@code head}, for which all batches wait. Once
     * for each proposal they are counted again under it, so that it is made once.
     *
     * @param checkedVersions of the findings that were decided, by rule: other rules may be in force by now
     */
    public Future<Void> checked(Map<Code, Set<String>> checkedVersions, FieldChecks checks) {
        var refuted = new EnumMap<Code, Set<String>>(Code.class);
        return pool.withTransaction(connection ->
                        count(connection, checkedVersions, clock.instant(), checks, (code, inForce, counted) -> {
                            refuted.put(code, Objects.requireNonNull(checkedVersions.get(code)));
                            return Future.succeededFuture();
                        }))
                .compose(done -> refuted.isEmpty()
                        ? Future.succeededFuture()
                        : pool.withTransaction(connection -> lock(connection)
                                .compose(at -> count(
                                        connection,
                                        refuted,
                                        at,
                                        checks,
                                        (code, inForce, counted) -> propose(connection, code, inForce, counted, at)))));
    }

    private Future<Void> count(
            SqlConnection connection,
            Map<Code, Set<String>> checkedVersions,
            Instant now,
            FieldChecks checks,
            Refuted refuted) {
        return store.after(connection, 0).compose(released -> {
            Future<Void> done = Future.succeededFuture();
            if (released.isEmpty()) {
                return done;
            }
            var rulebook = new Rulebook(
                    released.stream().map(ReleaseStore.NumberedRelease::release).toList());
            for (var checked : checkedVersions.entrySet()) {
                done = done.compose(before ->
                        count(connection, checked.getKey(), checked.getValue(), rulebook, now, checks, refuted));
            }
            return done;
        });
    }

    private Future<Void> count(
            SqlConnection connection,
            Code code,
            Set<String> checkedVersions,
            Rulebook rulebook,
            Instant now,
            FieldChecks checks,
            Refuted refuted) {
        Rules inForce = rulebook.at(now);
        Set<String> unchanged = rulebook.unchanged(code, now);
        boolean decides = !Collections.disjoint(unchanged, checkedVersions)
                && inForce.isEnabledAnywhere(code)
                && inForce.rule(code).standing() != Standing.FACT;
        return decides
                ? store.shadowProposals(connection, code)
                        .compose(before -> before.proposed()
                                ? Future.succeededFuture()
                                : checks.of(connection, code, unchanged, before.declinedAt())
                                        .compose(counted -> counted.isProven()
                                                ? refuted.by(code, inForce, counted)
                                                : Future.succeededFuture()))
                : Future.succeededFuture();
    }

    private Future<Void> propose(
            SqlConnection connection, Code code, Rules inForce, Refutation refutation, Instant at) {
        UUID id = ids.get();
        Rules fallen = inForce.withInShadow(code, shadowVersion(inForce.version(), id));
        return store.ofVersion(connection, inForce.version())
                .map(Optional::orElseThrow)
                .compose(before -> {
                    RuleRelease proposal = RuleRelease.refuted(id, fallen, refutation, before.author(), at);
                    return store.propose(connection, proposal).compose(proposed -> witness.saw(connection, proposal));
                });
    }

    /** The version that it changes, cut to the length limit, with a unique suffix. */
    private static String shadowVersion(String version, UUID id) {
        String name = version.length() > LONGEST_NAME ? version.substring(0, LONGEST_NAME) : version;
        return name + "-shadow-" + id.toString().substring(0, 8);
    }

    private interface Decision {
        Future<Outcome> on(SqlConnection connection, RuleRelease proposal, Instant at);
    }

    private Future<Outcome> decide(UUID id, Decision decision) {
        return pool.withTransaction(connection -> lock(connection)
                .compose(at -> store.one(connection, id)
                        .compose(found -> found.map(proposal -> proposal.state() == State.PROPOSED
                                        ? decision.on(connection, proposal, at)
                                        : Future.<Outcome>succeededFuture(new Outcome.Decided(proposal.state())))
                                .orElseGet(() -> Future.succeededFuture(new Outcome.Unknown())))));
    }

    /**
     * Waits for the lock. Returns the time of the step that follows: later than all earlier ones, whatever the nodes'
     * clocks say, so that times tell whether a proposal was made before or after a release.
     */
    private Future<Instant> lock(SqlConnection connection) {
        return store.lock(connection)
                .compose(locked -> store.lastStep(connection))
                .map(last -> {
                    Instant now = clock.instant().truncatedTo(MICROS);
                    return last.map(step -> step.plus(1, MICROS))
                            .filter(now::isBefore)
                            .orElse(now);
                });
    }

    private Future<RuleRelease> release(
            SqlConnection connection, UUID id, @Nullable AccountId by, Instant at, Instant beginsAt) {
        return store.release(connection, id, by, at, beginsAt)
                .compose(released -> witness.saw(connection, released).map(released));
    }

    /** The first moment, from now on, that has not been judged. */
    private Instant freeFrom(Optional<Instant> judgedUntil) {
        Instant now = clock.instant().truncatedTo(MICROS);
        return judgedUntil.filter(now::isBefore).orElse(now);
    }

    private RuleRelease proposal(Rules rules, Source source, AccountId author, Instant at, @Nullable Instant from) {
        return RuleRelease.proposed(ids.get(), rules.version(), RulesJson.text(rules), source, author, at, from);
    }
}
