package lingdian.record.backtest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.Code;
import lingdian.law.judge.EventRef;
import lingdian.law.judge.Finding;
import lingdian.law.judge.OpenSession;
import lingdian.law.judge.People;
import lingdian.law.judge.People.CafeClock;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.Rulebook;
import org.jspecify.annotations.Nullable;

/** Finds {@code IDENTITY_SHARED} among the sessions of all cafés, one {@link SessionSpill} file after the other. */
final class SharedReplay {
    private static final LocalDate NOT_KEPT = LocalDate.EPOCH;

    private final Rulebook rulebook;
    private final Map<PlaceCode, CafeClock> clocks;

    /** @param clocks the clock of each café, with the time up to which it was heard */
    SharedReplay(Rulebook rulebook, Map<PlaceCode, CafeClock> clocks) {
        this.rulebook = rulebook;
        this.clocks = Map.copyOf(clocks);
    }

    /** @param crowded gets the finding that there may be of each session of a person with {@link People#areTooMany too many} */
    void find(Path file, Consumer<Finding> found, Consumer<ViolationId> crowded) throws IOException {
        var people = new People(rulebook);
        clocks.forEach(people::cafe);
        for (Map.Entry<PersonToken, List<PersonSession>> person : read(file).entrySet()) {
            if (People.areTooMany(person.getValue())) {
                person.getValue()
                        .forEach(session -> crowded.accept(Finding.id(
                                Code.IDENTITY_SHARED,
                                session.placeCode(),
                                session.opened().session())));
            } else if (person.getValue().size() > 1) {
                people.person(person.getKey(), Instant.EPOCH, person.getValue());
                people.found(person.getKey()).forEach(found);
                people.forget(person.getKey());
            }
        }
    }

    private Map<PersonToken, List<PersonSession>> read(Path file) throws IOException {
        var persons = new HashMap<PersonToken, List<PersonSession>>();
        var sessions = new Sessions(ByteBuffer.wrap(Files.readAllBytes(file)));
        for (PersonSession session = sessions.next(); session != null; session = sessions.next()) {
            persons.computeIfAbsent(session.opened().token(), person -> new ArrayList<>(2))
                    .add(session);
        }
        return persons;
    }

    private record Place(PlaceCode code, RegionCode region) {}

    private Place place(PlaceCode code) {
        return new Place(
                code,
                Objects.requireNonNull(clocks.get(code), "a session belongs to an unknown café")
                        .region());
    }

    /** The sessions of a {@link SessionSpill} file. Those of one café are adjacent and share what they have in common. */
    private final class Sessions {
        private final ByteBuffer in;
        private @Nullable Place place;
        private UUID stream = new UUID(0, 0);

        Sessions(ByteBuffer in) {
            this.in = in;
        }

        @Nullable
        PersonSession next() {
            while (in.hasRemaining()) {
                byte kind = in.get();
                if (kind != SessionSpill.CAFE) {
                    return session(Objects.requireNonNull(place, "a session belongs to no café"), kind);
                }
                place = place(new PlaceCode(text()));
            }
            return null;
        }

        private PersonSession session(Place cafe, byte kind) {
            PersonToken person = new PersonToken(uuid());
            String session = text();
            String terminal = text();
            Instant startedAt = instant();
            UUID opening = stream();
            var login = new LoginRef(0, in.getLong(), NOT_KEPT);
            var opened = new OpenSession(session, terminal, person, startedAt, opening, login);
            if (kind != SessionSpill.ENDED) {
                return new PersonSession(cafe.code(), opened, null, null, null);
            }
            Instant endedAt = instant();
            var end = new EventRef(cafe.code(), cafe.region(), stream(), in.getLong());
            return new PersonSession(cafe.code(), opened, endedAt, end, null);
        }

        private UUID stream() {
            long high = in.getLong();
            long low = in.getLong();
            if (stream.getMostSignificantBits() != high || stream.getLeastSignificantBits() != low) {
                stream = new UUID(high, low);
            }
            return stream;
        }

        private UUID uuid() {
            return new UUID(in.getLong(), in.getLong());
        }

        private Instant instant() {
            return Micros.instant(in.getLong());
        }

        private String text() {
            int length = in.getInt();
            var text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
            in.position(in.position() + length);
            return text;
        }
    }
}
