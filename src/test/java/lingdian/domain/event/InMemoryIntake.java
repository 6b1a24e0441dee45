package lingdian.domain.event;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.intake.batch.Intake;
import lingdian.intake.probe.Arrears;
import lingdian.law.hours.Interval;

/** An intake without rules and database: numbers, streams, repeats and chain as the contract says, every login allowed. */
public final class InMemoryIntake implements Intake {
    private final Vertx vertx;
    private final Map<PlaceCode, Cafe> cafes = new HashMap<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private final List<Message> messages = new ArrayList<>();
    private boolean holding;
    private boolean failing;
    private int pauses;
    private int hellos;
    private long notTaken;
    private final AtomicLong millis = new AtomicLong();
    private final Arrears arrears = new Arrears(millis::get, 1);
    public List<Interval> hours = List.of();

    private static final class Cafe {
        UUID current = new UUID(0, 0);
        final Set<UUID> superseded = new HashSet<>();
        final Map<UUID, Numbered> streams = new HashMap<>();

        Numbered stream(UUID id) {
            return streams.computeIfAbsent(id, unknown -> new Numbered());
        }
    }

    private static final class Numbered {
        long taken;
        long acked;
        String chain = "";
        final Map<Long, Answer> answers = new HashMap<>();
    }

    public InMemoryIntake(Vertx vertx) {
        this.vertx = vertx;
    }

    /** From now on nothing is committed, until {@link #release}. */
    public synchronized void hold() {
        holding = true;
    }

    public synchronized void release() {
        holding = false;
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    /** From now on every commit fails. */
    public synchronized void fail() {
        failing = true;
    }

    /** From now on each message is beyond the daily quota, and answered by so many pauses late. */
    public synchronized void exceed(int pausesOfEach) {
        pauses = pausesOfEach;
    }

    /** So many pauses of what cafés owe are over. */
    public void pass(int pausesOver) {
        millis.addAndGet(pausesOver);
    }

    @Override
    public boolean judges() {
        return true;
    }

    @Override
    public Arrears arrears() {
        return arrears;
    }

    /** What was taken, in order. */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    public synchronized List<Long> numbers() {
        return messages.stream()
                .flatMap(m -> m.events().stream())
                .map(ReceivedEvent::seq)
                .toList();
    }

    @Override
    public synchronized void notTaken(PlaceCode placeCode, long characters, Instant receivedAt) {
        notTaken += characters;
        if (pauses != 0) {
            arrears.oweMessage(placeCode, pauses);
        }
    }

    /** How many characters were read and not offered. */
    public synchronized long notTaken() {
        return notTaken;
    }

    /** How many hellos were taken. */
    public synchronized int hellos() {
        return hellos;
    }

    @Override
    public synchronized Future<Greeting> hello(
            PlaceCode placeCode, Hello hello, ConnectionNumber connection, Instant receivedAt) {
        hellos++;
        return committed(() -> {
            Cafe cafe = cafe(placeCode);
            return cafe.superseded.contains(hello.stream())
                    ? new Greeting.Superseded()
                    : new Greeting.Welcomed(cafe.stream(hello.stream()).acked, hours);
        });
    }

    @Override
    public synchronized Future<Offer> offer(PlaceCode placeCode, Message message) {
        Cafe cafe = cafe(placeCode);
        if (cafe.superseded.contains(message.stream())) {
            return now(new Offer.Superseded());
        }
        Numbered stream = cafe.stream(message.stream());
        long next = stream.taken + 1;
        for (ReceivedEvent event : message.events()) {
            if (event.seq() > next) {
                return now(new Offer.Gap(next));
            }
            next = Math.max(next, event.seq() + 1);
        }
        return now(new Offer.Accepted(take(placeCode, cafe, stream, message)));
    }

    private Future<Receipt> take(PlaceCode placeCode, Cafe cafe, Numbered stream, Message message) {
        messages.add(message);
        if (!cafe.current.equals(message.stream())) {
            cafe.superseded.add(cafe.current);
            cafe.current = message.stream();
        }
        var answers = new ArrayList<Answer>();
        for (ReceivedEvent event : message.events()) {
            if (event.seq() > stream.taken) {
                stream.taken = event.seq();
                stream.chain = chain(stream.chain, event);
                answer(event, stream);
            }
            if (stream.answers.containsKey(event.seq())) {
                answers.add(stream.answers.get(event.seq()));
            }
        }
        long acked = stream.taken;
        String chain = stream.chain;
        long due = pauses == 0 ? Arrears.NONE : arrears.oweMessage(placeCode, pauses);
        return committed(() -> {
            if (failing) {
                throw new IllegalStateException("the test's database is down");
            }
            stream.acked = Math.max(stream.acked, acked);
            return new Receipt(acked, chain, answers, due);
        });
    }

    private static void answer(ReceivedEvent received, Numbered stream) {
        long seq = received.seq();
        if (received.event() instanceof AgentEvent.Login login) {
            stream.answers.put(
                    seq,
                    new Answer(
                            seq,
                            true,
                            "{\"type\":\"verdict\",\"seq\":" + seq + ",\"session\":\"" + login.session()
                                    + "\",\"allow\":true,\"reasons\":[]}"));
        } else if (received.event() instanceof AgentEvent.Invalid invalid) {
            stream.answers.put(
                    seq,
                    new Answer(
                            seq,
                            false,
                            "{\"type\":\"reject\",\"seq\":" + seq + ",\"code\":\"invalid-event\",\"path\":\""
                                    + invalid.path() + "\"}"));
        }
    }

    private static String chain(String before, ReceivedEvent event) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(before.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(event.canonical()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Cafe cafe(PlaceCode placeCode) {
        return cafes.computeIfAbsent(placeCode, unknown -> new Cafe());
    }

    private <T> Future<T> now(T value) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext().runOnContext(nothing -> promise.complete(value));
        return promise.future();
    }

    private <T> Future<T> committed(java.util.function.Supplier<T> result) {
        Promise<T> promise = Promise.promise();
        Context context = vertx.getOrCreateContext();
        Runnable commit = () -> {
            try {
                T value = result.get();
                context.runOnContext(nothing -> promise.complete(value));
            } catch (IllegalStateException failed) {
                context.runOnContext(nothing -> promise.fail(failed));
            }
        };
        if (holding) {
            held.add(commit);
        } else {
            commit.run();
        }
        return promise.future();
    }
}
