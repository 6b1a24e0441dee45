package lingdian.simulation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.Hello;
import lingdian.domain.event.ReceivedEvent;
import lingdian.intake.batch.Intake;
import lingdian.intake.probe.Arrears;

/** An intake that breaks one promise, placed between the sockets and the real intake. */
final class BrokenIntake implements Intake {
    private final City city;
    private final Intake real;
    private final Map<UUID, Long> taken = new HashMap<>();

    private BrokenIntake(City city, Intake real) {
        this.city = city;
        this.real = real;
    }

    static Intake of(City city, Intake real) {
        return new BrokenIntake(city, real);
    }

    @Override
    public Future<Greeting> hello(PlaceCode placeCode, Hello hello, ConnectionNumber connection, Instant receivedAt) {
        return real.hello(placeCode, hello, connection, receivedAt).onSuccess(greeting -> {
            if (greeting instanceof Greeting.Welcomed welcomed) {
                taken.put(hello.stream(), Math.max(welcomed.ackedSeq(), taken.getOrDefault(hello.stream(), 0L)));
            }
        });
    }

    @Override
    public boolean judges() {
        return real.judges();
    }

    @Override
    public Arrears arrears() {
        return real.arrears();
    }

    @Override
    public Future<Offer> offer(PlaceCode placeCode, Message message) {
        return switch (city.breakage()) {
            case ACK_BEFORE_COMMIT -> real.offer(placeCode, message).map(offer -> hasty(offer, message));
            case SEQUENCE_FORGOTTEN -> real.offer(placeCode, renumbered(message, message.events()));
            case ORDER_FORGOTTEN -> real.offer(placeCode, shuffled(message));
            default -> real.offer(placeCode, message);
        };
    }

    private static Offer hasty(Offer offer, Message message) {
        return offer instanceof Offer.Accepted
                ? new Offer.Accepted(Future.succeededFuture(
                        new Receipt(message.events().getLast().seq(), "00", List.of(), Arrears.NONE)))
                : offer;
    }

    private Message shuffled(Message message) {
        List<ReceivedEvent> events = new ArrayList<>(message.events());
        Collections.shuffle(events, city.time().random());
        return numbered(message, events, message.events().getFirst().seq());
    }

    private Message renumbered(Message message, List<ReceivedEvent> events) {
        long next = taken.getOrDefault(message.stream(), 0L) + 1;
        taken.put(message.stream(), next + events.size() - 1);
        return numbered(message, events, next);
    }

    private static Message numbered(Message message, List<ReceivedEvent> events, long first) {
        List<ReceivedEvent> numbered = new ArrayList<>();
        for (ReceivedEvent event : events) {
            String text = new JsonObject(event.text())
                    .put("seq", first + numbered.size())
                    .encode();
            numbered.add(((Decoded.OneEvent) AgentCodec.decodeLine(text)).event());
        }
        return new Message(
                message.stream(),
                message.connection(),
                message.keyEnrolledAt(),
                numbered,
                message.sentAt(),
                message.receivedAt());
    }
}
