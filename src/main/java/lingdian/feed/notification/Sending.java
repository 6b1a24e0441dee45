package lingdian.feed.notification;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import lingdian.domain.ViolationId;
import lingdian.feed.notification.HookClient.Taken.Badly;
import lingdian.feed.notification.HookClient.Taken.Well;
import lingdian.feed.notification.NoticeStore.Told;
import lingdian.feed.notification.OutboxStore.Settled;
import lingdian.feed.notification.OutboxStore.Taken;
import org.jspecify.annotations.Nullable;

/**
 * Sends due messages, a few at a time, and records the outcome of each.
 *
 * <p>At least once: if a node dies after the receiver accepted a message and before that was recorded, another sends it
 * again under its id. The account's rights are checked at each attempt.
 */
final class Sending {
    private final OutboxStore store;
    private final NoticeStore notices = new NoticeStore();
    private final Reading reading;
    private final HookAddress addresses;
    private final HookClient client;
    private final Messages messages;
    private final Function<String, Wording> wordings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final NotificationListener listener;
    private final Limits limits;
    private final AtomicInteger free;

    /**
     * The limits.
     *
     * @param lease after which an attempt counts as lost: longer than any takes
     * @param oldest for how long a message is retried
     */
    record Limits(int atOnce, Duration lease, Duration oldest) {}

    /** @param wordings by language */
    Sending(
            OutboxStore store,
            Reading reading,
            HookAddress addresses,
            HookClient client,
            Messages messages,
            Function<String, Wording> wordings,
            InstantSource clock,
            RandomGenerator random,
            NotificationListener listener,
            Limits limits) {
        this.store = store;
        this.reading = reading;
        this.addresses = addresses;
        this.client = client;
        this.messages = messages;
        this.wordings = wordings;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.limits = limits;
        this.free = new AtomicInteger(limits.atOnce());
    }

    /** Sends until nothing is due; each finished message makes room for the next. */
    Future<Void> pass() {
        int room = free.getAndSet(0);
        if (room == 0) {
            return Future.succeededFuture(); // the passes that use the room continue by themselves
        }
        return store.take(clock.instant(), room, limits.lease())
                .onComplete(done ->
                        free.addAndGet(room - (done.succeeded() ? done.result().size() : 0)))
                .compose(taken -> Future.join(taken.stream().map(this::sent).toList()))
                .mapEmpty();
    }

    private Future<Void> sent(Taken taken) {
        return attempt(taken)
                .compose(settled -> settle(taken, settled))
                .onComplete(done -> free.incrementAndGet())
                .compose(settled -> pass());
    }

    private Future<Void> settle(Taken taken, Settled settled) {
        Instant now = clock.instant();
        return store.settle(taken, settled, now, now.plusSeconds(taken.format().secondsBetween()))
                .onSuccess(written -> tell(taken, settled));
    }

    private void tell(Taken taken, Settled settled) {
        switch (settled.state()) {
            case "delivered" -> listener.delivered(taken.format());
            case "dead" -> listener.died(taken.format());
            case "stopped" -> listener.stopped(taken.format());
            default -> {
                if (settled.failure() != null) {
                    listener.failed(taken.format());
                }
            }
        }
    }

    private Future<Settled> attempt(Taken taken) {
        Instant now = clock.instant();
        if (taken.muted()) {
            return Future.succeededFuture(over(taken, "stopped", now, "muted"));
        }
        QuietHours quiet = taken.quiet();
        if (quiet != null && quiet.cover(now)) {
            return Future.succeededFuture(putOff(taken, quiet.after(now)));
        }
        return reading.read(taken.account(), (scope, client) -> notices.changes(client, scope, taken.positions()))
                .compose(told -> told.map(changes -> attempt(taken, changes))
                        .orElseGet(() -> Future.succeededFuture(over(taken, "stopped", now, "no-account"))));
    }

    private Future<Settled> attempt(Taken taken, List<Told> changes) {
        Instant now = clock.instant();
        if (changes.isEmpty()) {
            return Future.succeededFuture(over(taken, "stopped", now, "out-of-scope"));
        }
        String text = taken.url();
        Optional<URI> url = text == null ? Optional.empty() : addresses.parse(text);
        boolean unsigned = taken.format() != Format.WECOM && taken.secret() == null;
        if (url.isEmpty() || unsigned) {
            return Future.succeededFuture(over(taken, "dead", now, text == null || unsigned ? "key" : "address"));
        }
        Outgoing message = messages.of(
                taken.format(),
                url.get(),
                taken.secret(),
                wordings.apply(taken.language()),
                notice(taken, changes),
                now);
        return client.post(message).map(answer -> switch (answer) {
            case Well ignored -> over(taken, "delivered", clock.instant(), null);
            case Badly badly -> failed(taken, badly);
        });
    }

    private Settled failed(Taken taken, Badly badly) {
        Instant now = clock.instant();
        Instant next = now.plus(Retry.after(taken.attempt(), random));
        return badly.forGood() || next.isAfter(taken.giveUpAt())
                ? over(taken, "dead", now, badly.word())
                : new Settled("waiting", next, taken.giveUpAt(), taken.attempt(), badly.word());
    }

    private static Settled over(Taken taken, String state, Instant now, @Nullable String failure) {
        return new Settled(state, now, taken.giveUpAt(), taken.attempt(), failure);
    }

    /** As if it had not been attempted. */
    private Settled putOff(Taken taken, Instant until) {
        return new Settled("waiting", until, until.plus(limits.oldest()), taken.attempt() - 1, null);
    }

    private static Notice notice(Taken taken, List<Told> changes) {
        var violations = new LinkedHashMap<ViolationId, Notice.Line>();
        for (Told told : changes) {
            violations.remove(told.violation());
            violations.put(
                    told.violation(),
                    new Notice.Line(
                            told.violation(), told.code(), told.standing(), told.startedAt(), told.detectedAt()));
        }
        return new Notice(
                taken.id(),
                taken.placeCode(),
                changes.getLast().cafe(),
                List.copyOf(violations.values()),
                taken.changes() - taken.positions().size());
    }
}
