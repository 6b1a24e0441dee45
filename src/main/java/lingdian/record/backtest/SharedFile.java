package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;

/** The stored {@code IDENTITY_SHARED} findings, which wait until the sessions of all cafés are known. */
final class SharedFile implements AutoCloseable {
    private final BufferedWriter out;

    SharedFile(Path file) throws IOException {
        out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void add(String snapshot) {
        try {
            out.write(snapshot);
            out.write('\n');
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** The findings not taken yet, by id: memory holds their positions, not their content. */
    static final class Stored implements AutoCloseable {
        private final RandomAccessFile file;
        private final Map<ViolationId, Long> places;

        private Stored(RandomAccessFile file, Map<ViolationId, Long> places) {
            this.file = file;
            this.places = places;
        }

        static Stored read(Path path) throws IOException {
            var places = new HashMap<ViolationId, Long>();
            long place = 0;
            try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    places.put(
                            ViolationId.of(
                                    FindingComparison.parse(line).path("id").asText()),
                            place);
                    place += line.getBytes(StandardCharsets.UTF_8).length + 1;
                }
            }
            return new Stored(new RandomAccessFile(path.toFile(), "r"), places);
        }

        /** The finding with this id, once; null if there is none. */
        @Nullable
        JsonNode take(ViolationId id) {
            Long place = places.remove(id);
            return place == null ? null : at(place);
        }

        void forEachLeft(Consumer<JsonNode> action) {
            List.copyOf(places.values()).stream().sorted().map(this::at).forEach(action);
            places.clear();
        }

        private JsonNode at(long place) {
            try {
                file.seek(place);
                byte[] line = file.readLine().getBytes(StandardCharsets.ISO_8859_1); // its characters are bytes
                return FindingComparison.parse(new String(line, StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
