package lingdian.record.backtest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.People.PersonSession;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of all cafés, written to files by person: all sessions of one person are in one file.
 *
 * <p>Cafés are judged in turn, but persons move between them. So sessions wait on disk until all cafés are done; then
 * each file's persons are judged together, with memory for a part of them only.
 */
final class SessionSpill implements AutoCloseable {
    static final int FILES = 32;
    /** Of the files: a back-test does not continue with those of another form. */
    static final int FORM = 2;
    /** What follows is a café, whose sessions the next ones are. */
    static final byte CAFE = 0;
    /** What follows is a session that has no end, or one that has. */
    static final byte OPEN = 1;

    static final byte ENDED = 2;

    private final List<Part> parts = new ArrayList<>();

    /** Continues with the files in {@code directory}. */
    SessionSpill(Path directory) throws IOException {
        for (int number = 0; number < FILES; number++) {
            parts.add(new Part(Files.newOutputStream(
                    file(directory, number), StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
        }
    }

    static Path file(Path directory, int number) {
        return directory.resolve("sessions-" + number);
    }

    void add(PersonSession session) {
        UUID person = session.opened().token().value();
        try {
            parts.get(Math.floorMod(person.hashCode(), FILES)).add(session, person);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    void flush() throws IOException {
        for (Part part : parts) {
            part.flush();
        }
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            part.close();
        }
    }

    /** One of the files. */
    private static final class Part {
        private static final int BUFFER = 1 << 16;
        /** More than a session and its café take besides the session's texts. */
        private static final int NUMBERS = 128;

        private final OutputStream out;
        private ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        private @Nullable PlaceCode place;

        Part(OutputStream out) {
            this.out = out;
        }

        void add(PersonSession session, UUID person) throws IOException {
            byte[] name = bytes(session.opened().session());
            byte[] terminal = bytes(session.opened().terminal());
            room(NUMBERS + name.length + terminal.length);
            if (!session.placeCode().equals(place)) {
                place = session.placeCode();
                buffer.put(CAFE);
                text(bytes(place.value()));
            }
            boolean ended = session.endedAt() != null && session.endedBy() != null;
            buffer.put(ended ? ENDED : OPEN);
            uuid(person);
            text(name);
            text(terminal);
            buffer.putLong(Micros.of(session.opened().startedAt()));
            uuid(session.opened().stream());
            buffer.putLong(session.opened().login().seq());
            if (session.endedAt() != null && session.endedBy() != null) {
                buffer.putLong(Micros.of(session.endedAt()));
                uuid(session.endedBy().stream());
                buffer.putLong(session.endedBy().seq());
            }
        }

        private void room(int needed) throws IOException {
            if (buffer.remaining() < needed) {
                flush();
                buffer = needed > buffer.capacity() ? ByteBuffer.allocate(needed) : buffer;
            }
        }

        private void uuid(UUID value) {
            buffer.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        }

        private void text(byte[] text) {
            buffer.putInt(text.length).put(text);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        void flush() throws IOException {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }

        void close() throws IOException {
            flush();
            out.close();
        }
    }
}
