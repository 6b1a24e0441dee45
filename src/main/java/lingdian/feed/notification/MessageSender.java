package lingdian.feed.notification;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import lingdian.feed.notification.MessageWriter.Writing;
import lingdian.feed.notification.OutboxStore.AttemptOutcome;
import lingdian.feed.notification.OutboxStore.Holder;
import lingdian.feed.notification.OutboxStore.LeasedMessage;
import lingdian.feed.notification.WebhookClient.Answer.Accepted;
import lingdian.feed.notification.WebhookClient.Answer.Refused;
import lingdian.platform.work.Attempts;
import org.jspecify.annotations.Nullable;

/**
 * Sends due messages, a few at a time, and records the outcome of each.
 *
 * <p>Delivery is at least once: if a node dies after the receiver accepted a message and before that was recorded,
 * another node sends it again under the same id. The account's rights are checked at each attempt.
 */
final class MessageSender {
    private final OutboxStore store;
    private final AccountReader reading;
    private final WebhookAddress addresses;
    private final WebhookClient client;
    private final MessageWriter writer;
    private final Function<String, Wording> wordings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final NotificationListener listener;
    private final Limits limits;
    private final Attempts<Holder> attempts;

    /**
     * The limits.
     *
     * @param lease after which an attempt counts as lost; longer than any attempt takes
     * @param oldest for how long a message is retried
     */
    record Limits(int atOnce, Duration lease, Duration oldest) {}

    /** @param wordings by language */
    MessageSender(
            OutboxStore store,
            AccountReader reading,
            WebhookAddress addresses,
            WebhookClient client,
            MessageWriter writer,
            Function<String, Wording> wordings,
            InstantSource clock,
            RandomGenerator random,
            NotificationListener listener,
            Limits limits) {
        this.store = store;
        this.reading = reading;
        this.addresses = addresses;
        this.client = client;
        this.writer = writer;
        this.wordings = wordings;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.limits = limits;
        this.attempts = new Attempts<>(limits.atOnce());
    }

    /** Sends until nothing is due; each finished message makes room for the next. */
    Future<Void> pass() {
        return attempts.claim()
                .map(this::take)
                .orElseGet(Future::succeededFuture); // the passes under way continue by themselves
    }

    private Future<Void> take(Attempts.Room<Holder> room) {
        return store.take(clock.instant(), room, Math.ceilDiv(limits.atOnce(), 2), limits.lease())
                .onComplete(done -> attempts.took(
                        done.succeeded()
                                ? done.result().stream()
                                        .map(LeasedMessage::holder)
                                        .toList()
                                : List.of()))
                .compose(taken -> Future.join(taken.stream().map(this::sent).toList()))
                .mapEmpty();
    }

    private Future<Void> sent(LeasedMessage taken) {
        return attempt(taken)
                .compose(settled -> settle(taken, settled))
                .onComplete(done -> attempts.ended(taken.holder()))
                .compose(settled -> pass());
    }

    private Future<Void> settle(LeasedMessage taken, AttemptOutcome settled) {
        Instant now = clock.instant();
        return store.settle(
                        taken,
                        settled,
                        now,
                        now.plusSeconds(taken.target().format().secondsBetween()))
                .onSuccess(written -> tell(taken, settled));
    }

    private void tell(LeasedMessage taken, AttemptOutcome settled) {
        switch (settled.state()) {
            case "delivered" -> listener.delivered(taken.target().format());
            case "dead" -> listener.died(taken.target().format());
            case "stopped" -> listener.stopped(taken.target().format());
            default -> {
                if (settled.failure() != null) {
                    listener.failed(taken.target().format());
                }
            }
        }
    }

    private Future<AttemptOutcome> attempt(LeasedMessage taken) {
        Instant now = clock.instant();
        if (taken.wishes().muted()) {
            return Future.succeededFuture(over(taken, "stopped", now, "muted"));
        }
        QuietHours quiet = taken.wishes().quiet();
        if (quiet != null && quiet.cover(now)) {
            return Future.succeededFuture(postpone(taken, quiet.after(now)));
        }
        return reading.read(taken.target().account(), (scope, client) -> writer.write(taken, scope, client))
                .compose(told -> told.map(writing -> attempt(taken, writing))
                        .orElseGet(() -> Future.succeededFuture(over(taken, "stopped", now, "no-account"))));
    }

    private Future<AttemptOutcome> attempt(LeasedMessage taken, Optional<Writing> writing) {
        Instant now = clock.instant();
        if (writing.isEmpty()) {
            return Future.succeededFuture(
                    over(taken, "stopped", now, taken.topic().isReminder() ? "nothing-left" : "out-of-scope"));
        }
        String text = taken.target().url();
        Optional<URI> url = text == null ? Optional.empty() : addresses.parse(text);
        boolean unsigned =
                taken.target().format() != Format.WECOM && taken.target().secret() == null;
        if (url.isEmpty() || unsigned) {
            return Future.succeededFuture(over(taken, "dead", now, text == null || unsigned ? "key" : "address"));
        }
        WebhookRequest message =
                writing.get().request(url.get(), wordings.apply(taken.wishes().language()), now);
        return client.send(taken.target().account().toString(), message).map(answer -> switch (answer) {
            case Accepted ignored -> over(taken, "delivered", clock.instant(), null);
            case Refused badly -> failed(taken, badly);
        });
    }

    private AttemptOutcome failed(LeasedMessage taken, Refused badly) {
        Instant now = clock.instant();
        Instant next = now.plus(Retry.after(taken.attempt(), random));
        return badly.forGood() || next.isAfter(taken.giveUpAt())
                ? over(taken, "dead", now, badly.word())
                : new AttemptOutcome("waiting", next, taken.giveUpAt(), taken.attempt(), badly.word());
    }

    private static AttemptOutcome over(LeasedMessage taken, String state, Instant now, @Nullable String failure) {
        return new AttemptOutcome(state, now, taken.giveUpAt(), taken.attempt(), failure);
    }

    /** Postpones the message without counting the attempt. */
    private AttemptOutcome postpone(LeasedMessage taken, Instant until) {
        return new AttemptOutcome("waiting", until, until.plus(limits.oldest()), taken.attempt() - 1, null);
    }
}
