package lingdian.intake.socket;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketFrame;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.CloseCode;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.Hello;
import lingdian.domain.event.MessageReceipt;
import lingdian.intake.batch.Intake;
import lingdian.intake.batch.StreamSupersededException;
import lingdian.intake.batch.TakenOverException;
import lingdian.intake.socket.AgentKeys.AgentIdentity;
import lingdian.intake.socket.AgentKeys.Connecting;
import lingdian.platform.http.Problem;
import lingdian.platform.work.SizedWork;
import lingdian.record.message.OfficeMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's WebSocket: hello, then messages strictly one after the other (handbook, protocol.md).
 *
 * <p>A message is handed on only when the place of the one before it is decided, so that nothing is taken after a gap.
 * All state belongs to the connection's event loop; what other threads may call says so.
 */
final class AgentSocket {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSocket.class);
    static final String CONNECTED_AGAIN = "the café connected again";
    private static final String HELLO_FIRST = "expected a hello first";
    /**
     * A hello has some 200 characters. A longer message before it is not decoded, since it would become many times as
     * large in memory, and a café may open many connections.
     */
    static final int HELLO_CHARACTERS_MAX = 16 * 1024;
    /** In UTF-8. Before the hello no more is gathered, in frames and parts of one. */
    static final int HELLO_BYTES_MAX = 3 * HELLO_CHARACTERS_MAX;
    /** Of a message whose turn came after its connection had ended. */
    private static final Decoded UNREAD = new Decoded.Refused("the connection has ended");
    /** Messages over one connection; the rest follow over the next. */
    private static final int TOLD_MAX = 1_000;

    private final Endpoint endpoint;
    private final LargeBodies large;
    private final BodyMemory.Share share;
    private final AgentIdentity identity;
    private final ConnectionNumber number;
    private final Context context;
    private final Link link;
    private final MessageAssembly assembly = new MessageAssembly();
    private final Window window;
    private final Liveness liveness;
    private final Queue<Arrival> inbox = new ArrayDeque<>();
    private final Set<UUID> told = new HashSet<>();

    private @Nullable Hello hello;
    private @Nullable Announcements announcements;
    private boolean busy;
    private boolean draining;
    private boolean windowWasFull;
    private boolean leaving;

    private record Arrival(MessageAssembly.Step step, Instant at) {}

    AgentSocket(Endpoint endpoint, LargeBodies large, Connecting connecting, Context context, Link link) {
        this.endpoint = endpoint;
        this.large = large;
        this.identity = connecting.identity();
        this.share = large.share(identity.placeCode(), full -> giveWay());
        this.number = connecting.number();
        this.context = context;
        this.link = link;
        this.window = new Window(
                endpoint.limits().capacity().window(),
                endpoint.limits().capacity().windowCharacters());
        this.liveness = new Liveness(
                endpoint.limits(),
                System.nanoTime(),
                endpoint.random().nextInt(endpoint.limits().intervals().pingMillis()));
    }

    PlaceCode placeCode() {
        return identity.placeCode();
    }

    /** Any thread. */
    ConnectionNumber number() {
        return number;
    }

    UUID keyId() {
        return identity.keyId();
    }

    /** Completes when the connection has ended. */
    Future<Void> closed() {
        return link.closed();
    }

    /** Begins to listen. On the event loop, in the same turn as the upgrade, so that no frame is missed. */
    void open() {
        endpoint.connections().add(this);
        endpoint.meters().connected();
        link.measure(this::gathered);
        link.listen(this::frame, () -> liveness.heard(System.nanoTime()), this::end);
        link.closed().onComplete(nothing -> disconnected());
    }

    /** Any thread. */
    void close(int code, String reason) {
        context.runOnContext(nothing -> closeNow(code, reason));
    }

    /** Closes with 4410 if it carries {@code stream}. Any thread. */
    void superseded(UUID stream) {
        context.runOnContext(nothing -> {
            if (hello != null && hello.stream().equals(stream)) {
                supersededNow();
            }
        });
    }

    /** Takes nothing more, and closes with 1001 as soon as all that was taken is acknowledged. Any thread. */
    void leave() {
        context.runOnContext(nothing -> {
            leaving = true;
            link.hold();
            leaveIfSettled();
        });
    }

    /** Looks after time: pings, silence, a peer that does not read. Any thread. */
    void watch() {
        context.runOnContext(nothing -> watchNow(System.nanoTime()));
    }

    /** Sends the notices that are due. Any thread. */
    void announce(Instant now) {
        context.runOnContext(nothing -> announceNow(now));
    }

    /** Sends a message of an authority, unless this connection was sent it before. Any thread. */
    void tell(OfficeMessage message) {
        context.runOnContext(nothing -> {
            if (!link.hasEnded() && told.size() < TOLD_MAX && told.add(message.id())) {
                link.send(ServerMessages.message(message, zone()));
            }
        });
    }

    private void frame(WebSocketFrame frame) {
        liveness.heard(System.nanoTime());
        if (link.hasEnded()) {
            return;
        }
        MessageAssembly.Step step = assembly.add(frame);
        if (!(step instanceof MessageAssembly.Step.More)) {
            share.giveBack();
            inbox.add(new Arrival(step, endpoint.received().now()));
            drain();
        }
    }

    /**
     * More has arrived of a message that is not whole. After the hello it counts as a body does, until it is whole: then it
     * is used or held as one of the window. Only the café's one greeted connection may gather so much.
     *
     * @param ofFrame bytes of a frame that is not whole
     */
    private void gathered(int ofFrame) {
        int bytes = assembly.length() + ofFrame;
        if (link.hasEnded()) {
            return;
        }
        if (hello == null) {
            if (bytes > HELLO_BYTES_MAX) {
                refuse(HELLO_FIRST, bytes, endpoint.received().now());
            }
            return;
        }
        try {
            share.growTo(bytes);
        } catch (Problem.Thrown full) {
            closeFull();
        }
    }

    /** Ends the message that gave way to another café's. One that has become whole meanwhile is taken. Any thread. */
    private void giveWay() {
        context.runOnContext(nothing -> {
            if (share.hasGivenWay()) {
                closeFull();
            }
        });
    }

    private void closeFull() {
        closeNow(CloseCode.GOING_AWAY, "too many bytes are under way, connect and send again");
    }

    /** Works off the inbox until it has to wait for something, and lets the wire flow only when the inbox is empty. */
    private void drain() {
        if (draining) {
            return; // it was completed at once: the loop below continues
        }
        draining = true;
        try {
            while (mayTake() && !inbox.isEmpty()) {
                arrived(inbox.remove());
            }
        } catch (RuntimeException bug) {
            broken(bug);
        } finally {
            draining = false;
        }
        flow();
    }

    private boolean mayTake() {
        return !busy && !link.hasEnded() && !leaving && !window.isFull();
    }

    private void flow() {
        if (link.hasEnded()) {
            return;
        }
        if (mayTake()) {
            link.release();
            liveness.listening(System.nanoTime());
        } else {
            link.hold();
            liveness.notListening();
        }
        if (window.isFull() && !windowWasFull) {
            endpoint.meters().windowFull();
        }
        windowWasFull = window.isFull();
    }

    private void arrived(Arrival arrival) {
        switch (arrival.step()) {
            case MessageAssembly.Step.Whole whole -> decode(whole.text(), arrival.at());
            case MessageAssembly.Step.Broken broken -> closeNow(broken.code(), broken.reason());
            case MessageAssembly.Step.More more -> {}
        }
    }

    /** Decodes a long message on a worker thread. The next one is taken only after this one, whatever takes longer. */
    private void decode(String text, Instant at) {
        if (hello == null && text.length() > HELLO_CHARACTERS_MAX) {
            refuse(HELLO_FIRST, text.length(), at);
        } else if (SizedWork.isLarge(text.length())) {
            busy = true;
            decodeLong(text, at);
        } else {
            message(AgentCodec.decode(text), text.length(), at);
        }
    }

    /** Waits until the café's next message may be taken: decoding costs as much where nothing in it can be taken. */
    private void decodeLong(String text, Instant at) {
        if (!endpoint.lateness().mayTake(placeCode())) {
            endpoint.lateness().untilTaking(placeCode(), this::isWanted).onSuccess(free -> decodeLate(text));
            return;
        }
        Runnable over = endpoint.intake().arriving(at);
        int characters = text.length();
        large.decode(placeCode(), characters, () -> decoding(text))
                .onSuccess(decoded -> decoded(decoded, characters, at))
                .onFailure(this::broken)
                .onComplete(done -> over.run());
    }

    private Future<Decoded> decoding(String text) {
        return link.hasEnded()
                ? Future.succeededFuture(UNREAD)
                : SizedWork.run(context.owner(), text.length(), () -> AgentCodec.decode(text));
    }

    /** What is taken after a pause was received then. */
    private void decodeLate(String text) {
        if (isWanted()) {
            decodeLong(text, endpoint.received().now());
        } else {
            giveUpWaiting();
        }
    }

    private void decoded(Decoded decoded, int characters, Instant at) {
        busy = false;
        try {
            if (!link.hasEnded()) {
                message(decoded, characters, at);
            } else {
                notTaken(decoded, characters, at); // it was read all the same
            }
        } catch (RuntimeException bug) {
            broken(bug);
        }
        leaveIfSettled();
        drain();
    }

    private void broken(Throwable bug) {
        LOG.error("A message of café {} failed", placeCode(), bug);
        closeNow(CloseCode.OUR_BUG, "internal error");
    }

    private void message(Decoded decoded, int characters, Instant at) {
        switch (decoded) {
            case Decoded.Refused refused -> refuse(refused.reason(), characters, at);
            case Decoded.HelloMessage message -> greet(message.hello(), characters, at);
            case Decoded.Events events -> offer(events, characters, at);
            case Decoded.ReceiptMessage message -> receive(message.receipt(), characters, at);
        }
    }

    /** A refused message counts, since it was read. */
    private void refuse(String reason, int characters, Instant at) {
        notTaken(new Decoded.Refused(reason), characters, at);
        closeNow(CloseCode.REFUSED, reason);
    }

    private void notTaken(Decoded decoded, int characters, Instant at) {
        endpoint.intake().notTaken(placeCode(), characters, at);
        if (decoded instanceof Decoded.Refused) {
            endpoint.lateness().refused(placeCode(), characters);
        }
    }

    private void receive(MessageReceipt receipt, int characters, Instant at) {
        if (hello == null) {
            refuse(HELLO_FIRST, characters, at);
            return;
        }
        endpoint.messages().receive(placeCode(), receipt);
        saidNothing(characters, at);
    }

    /** What holds no event costs as much to read: it counts, and the next message waits for the pauses that the café owes. */
    private void saidNothing(int characters, Instant at) {
        endpoint.intake().notTaken(placeCode(), characters, at);
        if (!endpoint.lateness().mayTake(placeCode())) {
            busy = true;
            endpoint.lateness().untilTaking(placeCode(), this::isWanted).onSuccess(free -> {
                giveUpWaiting();
                drain();
            });
        }
    }

    private void greet(Hello first, int characters, Instant at) {
        if (hello != null) {
            refuse("expected one hello a connection", characters, at);
            return;
        }
        if (endpoint.connections().isOvertaken(this)) {
            closeNow(CloseCode.CONNECTED_AGAIN, CONNECTED_AGAIN); // unheard: it may know less than was sent since
            return;
        }
        hello = first;
        busy = true;
        if (endpoint.lateness().mayTake(placeCode())) {
            greetNow(first, at);
        } else {
            endpoint.lateness().untilTaking(placeCode(), this::isWanted).onSuccess(free -> greetLate(first));
        }
    }

    /** After a pause, in which another connection may have taken over. */
    private void greetLate(Hello first) {
        if (!isWanted()) {
            giveUpWaiting();
        } else if (endpoint.connections().isOvertaken(this)) {
            closeNow(CloseCode.CONNECTED_AGAIN, CONNECTED_AGAIN);
        } else {
            greetNow(first, endpoint.received().now());
        }
    }

    private void greetNow(Hello first, Instant at) {
        PermittedHours hours = endpoint.hours().apply(placeCode());
        Object layers = hours == null ? null : hours.layers(); // before the greeting, so that no change falls between
        Instant receivedAt = endpoint.received().inOrder(placeCode(), at);
        endpoint.intake()
                .hello(placeCode(), first, number, receivedAt)
                .onComplete(greeting -> greeted(
                        greeting, first, welcomed -> layers == null ? presentLayers(welcomed, receivedAt) : layers));
    }

    /**
     * The present layers, for a café that was not known before: the greeting itself has read its hours. Null: they have
     * changed since, and the welcome was not made from them.
     */
    private @Nullable Object presentLayers(Intake.Greeting.Welcomed welcomed, Instant receivedAt) {
        PermittedHours present = endpoint.hours().apply(placeCode());
        return present != null
                        && present.permitted(receivedAt, receivedAt.plus(Announcements.AHEAD))
                                .equals(welcomed.hours())
                ? present.layers()
                : null;
    }

    private void greeted(AsyncResult<Intake.Greeting> greeting, Hello first, WelcomedFrom layers) {
        busy = false;
        if (link.hasEnded()) {
            return;
        }
        if (greeting.failed()) {
            failed("A hello", greeting.cause());
            return;
        }
        switch (greeting.result()) {
            case Intake.Greeting.Superseded superseded -> supersededNow();
            case Intake.Greeting.Overtaken overtaken -> closeNow(CloseCode.CONNECTED_AGAIN, CONNECTED_AGAIN);
            case Intake.Greeting.Welcomed welcomed -> takeOver(welcomed, first, layers);
        }
    }

    /** The layers that a welcome was made from; null: it must be told of those that are. */
    private interface WelcomedFrom {
        @Nullable
        Object of(Intake.Greeting.Welcomed welcomed);
    }

    /** Only a welcomed connection takes over: an installation that was replaced must not push the new one out. */
    private void takeOver(Intake.Greeting.Welcomed welcomed, Hello first, WelcomedFrom layers) {
        AgentSocket goes = endpoint.connections().claim(this);
        if (goes != null) {
            goes.close(CloseCode.CONNECTED_AGAIN, CONNECTED_AGAIN);
        }
        if (goes == this) {
            return;
        }
        Instant now = endpoint.received().now();
        announcements = new Announcements(layers.of(welcomed), now);
        link.send(ServerMessages.welcome(
                new ServerMessages.Welcome(
                        placeCode(),
                        first.stream(),
                        welcomed.ackedSeq(),
                        now,
                        endpoint.limits().heartbeatSeconds(),
                        endpoint.limits().capacity().window(),
                        welcomed.hours()),
                zone()));
        endpoint.messages().welcomed(placeCode());
        leaveIfSettled();
        drain();
    }

    private ZoneId zone() {
        return endpoint.zone(placeCode());
    }

    private void offer(Decoded.Events events, int characters, Instant at) {
        Hello greeted = hello;
        if (greeted == null) {
            refuse(HELLO_FIRST, characters, at);
            return;
        }
        if (events.events().isEmpty()) {
            saidNothing(characters, at);
            return;
        }
        busy = true;
        if (endpoint.lateness().mayTake(placeCode())) {
            offer(greeted, events, at);
        } else {
            endpoint.lateness().untilTaking(placeCode(), this::isWanted).onSuccess(free -> offerLate(greeted, events));
        }
    }

    /** What is taken after a pause was received then. */
    private void offerLate(Hello greeted, Decoded.Events events) {
        if (isWanted()) {
            offer(greeted, events, endpoint.received().now());
        } else {
            giveUpWaiting();
        }
    }

    /** Whether anybody still waits for what is held back. */
    private boolean isWanted() {
        return !link.hasEnded() && !leaving;
    }

    private void giveUpWaiting() {
        busy = false;
        leaveIfSettled();
    }

    private void offer(Hello greeted, Decoded.Events events, Instant at) {
        endpoint.meters().offered(events.events().size());
        Instant received = endpoint.received().inOrder(placeCode(), at);
        endpoint.intake()
                .offer(
                        placeCode(),
                        new Intake.Message(
                                greeted.stream(),
                                number,
                                identity.enrolledAt(),
                                events.events(),
                                events.sent(),
                                received))
                .onComplete(offer -> offered(offer, events));
    }

    private void offered(AsyncResult<Intake.Offer> offer, Decoded.Events events) {
        busy = false;
        if (offer.failed()) {
            failed("An offer", offer.cause());
            return;
        }
        switch (offer.result()) {
            case Intake.Offer.Gap gap -> closeNow(CloseCode.GAP, "expected " + gap.expectedSeq());
            case Intake.Offer.Superseded superseded -> supersededNow();
            case Intake.Offer.Accepted accepted -> await(accepted.committed(), events);
        }
        drain();
    }

    private void await(Future<Intake.Receipt> committed, Decoded.Events events) {
        window.took(events.events());
        committed.compose(this::inTurn).onComplete(receipt -> {
            window.settled(events.events());
            committed(receipt);
        });
    }

    /** Delayed where the café is beyond its limit; never sent before an answer that was committed earlier. */
    private Future<Intake.Receipt> inTurn(Intake.Receipt receipt) {
        return endpoint.lateness().inTurn(placeCode(), receipt.due(), this::isWanted, receipt);
    }

    private void committed(AsyncResult<Intake.Receipt> receipt) {
        if (link.hasEnded()) {
            return;
        }
        if (receipt.failed()) {
            failed("A commit", receipt.cause());
            return;
        }
        link.acknowledge(receipt.result());
        leaveIfSettled();
        drain();
    }

    private void failed(String what, Throwable cause) {
        if (cause instanceof StreamSupersededException) {
            supersededNow();
            return;
        }
        if (cause instanceof TakenOverException) {
            closeNow(CloseCode.CONNECTED_AGAIN, CONNECTED_AGAIN);
            return;
        }
        LOG.warn("{} of café {} failed, it is told to connect again: {}", what, placeCode(), cause.toString());
        closeNow(CloseCode.GOING_AWAY, "not stored, connect and send again");
    }

    private void leaveIfSettled() {
        if (leaving && !busy && window.isEmpty()) {
            closeNow(CloseCode.GOING_AWAY, "the server is going away");
        }
    }

    private void watchNow(long now) {
        if (link.hasEnded()) {
            return;
        }
        switch (liveness.look(now, hello != null, link.isBackedUp())) {
            case FINE -> {}
            case PING -> link.ping();
            case NO_HELLO -> closeNow(CloseCode.REFUSED, "expected a hello in time");
            case SILENT -> closeNow(CloseCode.GOING_AWAY, "nothing was heard for too long");
            case STALLED -> {
                closeNow(CloseCode.GOING_AWAY, "nothing is read");
                link.abort();
            }
        }
    }

    private void announceNow(Instant now) {
        Announcements current = announcements;
        PermittedHours hours = endpoint.hours().apply(placeCode());
        if (current != null && hours != null && !link.hasEnded()) {
            current.due(hours, now).forEach(link::send);
        }
    }

    private void supersededNow() {
        closeNow(CloseCode.SUPERSEDED, "a newer stream superseded this one");
    }

    private void closeNow(int code, String reason) {
        if (!link.hasEnded()) {
            endpoint.meters().closed(code);
            link.close(code, reason);
            end();
        }
    }

    private void end() {
        link.end();
        inbox.clear();
        share.giveBack();
        endpoint.connections().leave(this);
    }

    private void disconnected() {
        end();
        endpoint.connections().remove(this);
        endpoint.meters().disconnected();
    }
}
