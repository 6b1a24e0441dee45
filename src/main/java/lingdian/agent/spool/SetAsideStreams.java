package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;

/**
 * The directories of earlier streams. They are never deleted by the program: their records are disputed and need a
 * person to look at them, and their acknowledgements remain the café's proofs.
 */
final class SetAsideStreams {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final Pattern NAME = Pattern.compile("set-aside-\\d{8}T\\d{6}-[-0-9a-f]{36}");
    private static final int UUID_CHARACTERS = 36;

    private SetAsideStreams() {}

    /** A name for the records in {@code directory}; {@code otherwise} replaces a stream that cannot be read. */
    static String name(Path directory, Instant now, UUID otherwise) throws IOException {
        UUID stream = streamIn(directory).orElse(otherwise);
        return "set-aside-" + MOMENT.format(now.atZone(ChinaTime.ZONE)) + "-" + stream;
    }

    /** The set-aside directories in {@code root}, oldest first. */
    static List<Path> directories(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(
                            path -> NAME.matcher(path.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** The acknowledgements in one of them. */
    static void proofs(Path aside, Consumer<Proofs.Proof> consumer) throws IOException {
        String name = aside.getFileName().toString();
        proofs(aside, UUID.fromString(name.substring(name.length() - UUID_CHARACTERS)), consumer);
    }

    /** The acknowledgements of a stream. */
    static void proofs(Path directory, UUID stream, Consumer<Proofs.Proof> consumer) throws IOException {
        AnswerLog.forEach(directory, entry -> {
            if (entry.chain().length > 0) {
                consumer.accept(new Proofs.Proof(stream, entry.seq(), entry.chainText(), entry.at()));
            }
        });
    }

    static Optional<UUID> streamIn(Path directory) throws IOException {
        for (Path file : SpoolSegment.files(directory)) {
            try (SegmentReader reader = SegmentReader.whole(file)) {
                Optional<SegmentHeader> header = reader.header();
                if (header.isPresent()) {
                    return header.map(SegmentHeader::stream);
                }
            }
        }
        return Optional.empty();
    }
}
