package lingdian.feed.escalation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import lingdian.feed.escalation.EscalationOutboxStore.AttemptOutcome;
import lingdian.feed.escalation.EscalationOutboxStore.LeasedMessage;
import lingdian.feed.escalation.EscalationOutboxStore.Line;
import lingdian.feed.notification.Retry;
import lingdian.feed.notification.WebhookAddress;
import lingdian.feed.notification.WebhookClient;
import lingdian.feed.notification.WebhookClient.Answer;
import lingdian.feed.notification.WebhookFormats;
import lingdian.feed.notification.WebhookRequest;
import lingdian.platform.secret.SecretFile;
import lingdian.platform.settings.EscalationSettings;
import lingdian.platform.work.Attempts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the messages that are due, and settles each. Delivery is at least once, as with notifications. */
final class EscalationSender {
    private static final Logger LOG = LoggerFactory.getLogger(EscalationSender.class);

    /** The owner of addresses of the configuration. */
    static final String GATEWAY = "gateway";

    private final Vertx vertx;
    private final EscalationOutboxStore store;
    private final WebhookAddress addresses;
    private final WebhookClient client;
    private final WebhookClient gateways;
    private final EscalationText text;
    private final @Nullable SmsTemplate sms;
    private final @Nullable WecomPerson wecom;
    private final EscalationSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final EscalationListener listener;
    private final Duration lease;
    private final Attempts<Office> attempts = new Attempts<>(Office.AT_ONCE);
    private final Set<Future<Void>> passes = ConcurrentHashMap.newKeySet();

    /**
     * @param client for the addresses that accounts enter
     * @param gateways for those of the configuration
     */
    EscalationSender(
            Escalations.Parts parts,
            EscalationOutboxStore store,
            WebhookAddress addresses,
            WebhookClient client,
            WebhookClient gateways,
            Duration lease) {
        this.vertx = parts.vertx();
        this.store = store;
        this.addresses = addresses;
        this.client = client;
        this.gateways = gateways;
        this.settings = parts.settings();
        this.text = new EscalationText(
                parts.texts().publicUrl(), parts.texts().wordings().apply("zh"));
        EscalationSettings.Sms gateway = settings.sms();
        EscalationSettings.WecomApp app = settings.wecomApp();
        this.sms = gateway == null ? null : new SmsTemplate(gateway);
        this.wecom = app == null ? null : new WecomPerson(gateways, app);
        this.clock = parts.time().clock();
        this.random = parts.random();
        this.listener = parts.listener();
        this.lease = lease;
    }

    /** Sends until nothing is due; each finished attempt makes room for the next, so that none waits for a slow one. */
    Future<Void> pass() {
        Future<Void> pass = attempts.claim()
                .map(this::take)
                .orElseGet(Future::succeededFuture); // passes under way continue by themselves
        passes.add(pass);
        return pass.onComplete(ended -> passes.remove(pass));
    }

    /** Completes when all passes that are under way now have ended. */
    Future<Void> settled() {
        return Future.join(List.copyOf(passes)).<Void>mapEmpty().otherwiseEmpty();
    }

    private Future<Void> take(Attempts.Room<Office> room) {
        return store.take(clock.instant(), room, lease)
                .onComplete(taken -> attempts.took(
                        taken.succeeded()
                                ? taken.result().stream()
                                        .map(EscalationSender::office)
                                        .toList()
                                : List.of()))
                .compose(taken -> Future.join(taken.stream().map(this::sent).toList()))
                .mapEmpty();
    }

    private static Office office(LeasedMessage message) {
        return message.recipient().office();
    }

    private Future<Void> sent(LeasedMessage message) {
        return told(message).onComplete(done -> attempts.ended(office(message))).compose(settled -> pass());
    }

    private Future<Void> told(LeasedMessage message) {
        return store.lines(message.violations())
                .compose(facts -> attempt(message, facts))
                .otherwise(failure -> new Answer.Refused("no-answer", false))
                .compose(answer -> settle(message, answer));
    }

    private Future<Void> settle(LeasedMessage message, Answer answer) {
        Instant now = clock.instant();
        AttemptOutcome outcome = outcome(message, answer, now);
        Contact contact = message.recipient().contact();
        return store.settle(message, outcome, now).onSuccess(done -> {
            if (contact != null) {
                listener.sent(contact.kind(), outcome.state().equals("waiting") ? "failed" : outcome.state());
            }
        });
    }

    private AttemptOutcome outcome(LeasedMessage message, Answer answer, Instant now) {
        if (!(answer instanceof Answer.Refused refused)) {
            return new AttemptOutcome("delivered", now, null);
        }
        Instant next = now.plus(Retry.after(message.attempt(), random));
        return refused.forGood() || next.isAfter(message.giveUpAt())
                ? new AttemptOutcome("dead", now, refused.word())
                : new AttemptOutcome("waiting", next, refused.word());
    }

    private Future<Answer> attempt(LeasedMessage message, List<Line> facts) {
        Contact contact = message.recipient().contact();
        String owner = office(message).toString();
        if (!message.recipient().isPresent()) {
            return Future.succeededFuture(new Answer.Refused("no-account", true));
        }
        if (contact == null) {
            return refused("key");
        }
        return switch (contact.kind()) {
            case WEBHOOK ->
                to(
                        owner,
                        contact,
                        (url, secret) -> WebhookFormats.standard(
                                url,
                                secret,
                                message.id().toString(),
                                "lingdian.violations.escalated",
                                text.data(message, facts),
                                clock.instant()));
            case WECOM ->
                to(owner, contact, (url, secret) -> WebhookFormats.wecom(url, text.lines(message, facts, "\n")));
            case DINGTALK ->
                to(
                        owner,
                        contact,
                        (url, secret) -> WebhookFormats.dingTalk(
                                url, secret, text.title(message), text.lines(message, facts, "\n\n"), clock.instant()));
            case SMS -> sms(contact, text.sentence(message, facts));
            case WECOM_APP -> wecom(contact, text.sentence(message, facts));
        };
    }

    private interface Writing {
        WebhookRequest request(URI url, String secret);
    }

    private Future<Answer> to(String owner, Contact contact, Writing writing) {
        Optional<URI> url = addresses.parse(contact.to());
        String secret = contact.secret();
        return url.isEmpty() || secret == null && contact.kind() != ContactKind.WECOM
                ? refused("address")
                : client.send(owner, writing.request(url.get(), secret == null ? "" : secret));
    }

    private Future<Answer> sms(Contact contact, String sentence) {
        SmsTemplate template = sms;
        EscalationSettings.Sms gateway = settings.sms();
        return template == null || gateway == null
                ? refused("not-configured")
                : withSecret(
                        gateway.secretFile(),
                        secret -> gateways.send(GATEWAY, template.request(contact.to(), sentence, secret)));
    }

    private Future<Answer> wecom(Contact contact, String sentence) {
        WecomPerson person = wecom;
        EscalationSettings.WecomApp app = settings.wecomApp();
        return person == null || app == null
                ? refused("not-configured")
                : withSecret(app.secretFile(), secret -> person.send(contact.to(), sentence, secret));
    }

    private Future<Answer> withSecret(@Nullable Path file, Function<String, Future<Answer>> use) {
        return file == null
                ? use.apply("")
                : vertx.executeBlocking(() -> secret(file), false)
                        .map(Objects::requireNonNull)
                        .compose(use, unread -> refused("secret"));
    }

    private static String secret(Path file) throws IOException {
        Optional<String> fault = SecretFile.fault(file);
        if (fault.isPresent()) {
            LOG.warn("{} {}", file, fault.get());
            throw new IOException("not closed to others");
        }
        return Files.readString(file).strip();
    }

    private static Future<Answer> refused(String word) {
        return Future.succeededFuture(new Answer.Refused(word, false));
    }
}
