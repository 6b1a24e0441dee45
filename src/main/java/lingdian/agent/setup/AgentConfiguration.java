package lingdian.agent.setup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.agent.adapter.AdapterSettings;
import lingdian.agent.adapter.CardSettings;
import lingdian.agent.adapter.PushSettings;
import lingdian.agent.adapter.QuerySettings;
import lingdian.platform.settings.Default;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.YamlFile;
import org.jspecify.annotations.Nullable;

/**
 * What {@code agent.yaml} in the agent's directory says (handbook, agent.md#configuration).
 *
 * @param server the URL of the service; null if the file does not say it
 * @param host the address of the local API
 * @param port the port of the local API; 0 takes a free one
 * @param terminals how many terminals the café has installed
 * @param adapters what reads the files of the cashier's program; usually none or one
 * @param queries what asks its database
 * @param pushes what it sends by itself
 */
public record AgentConfiguration(
        @Nullable String server,
        @Default("127.0.0.1") String host,
        @Default("8090") int port,
        @Default("0") int terminals,
        @Default("[]") List<AdapterSettings> adapters,
        @Default("[]") List<QuerySettings> queries,
        @Default("[]") List<PushSettings> pushes) {
    private static final int PORT_MAX = 65_535;
    private static final int TERMINALS_MAX = 100_000;

    public AgentConfiguration {
        var mistakes = new ArrayList<String>();
        if (server != null && url(server).isEmpty()) {
            mistakes.add("server: must be an http:// or https:// URL");
        }
        if (port < 0 || port > PORT_MAX) {
            mistakes.add("port: must be a number from 0 to " + PORT_MAX);
        }
        if (terminals < 0 || terminals > TERMINALS_MAX) {
            mistakes.add("terminals: must be a number from 0 to " + TERMINALS_MAX);
        }
        List<String> names = Stream.of(
                        adapters.stream().map(AdapterSettings::name),
                        queries.stream().map(QuerySettings::name),
                        pushes.stream().map(PushSettings::name))
                .flatMap(each -> each)
                .toList();
        if (names.stream().distinct().count() < names.size()) {
            mistakes.add("adapters: each must have another name, and queries and pushes too");
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    /** The configuration where there is no file. */
    public static AgentConfiguration standard() {
        return YamlFile.read(new ByteArrayInputStream(new byte[0]), AgentConfiguration.class);
    }

    /**
     * The configuration in an agent's directory, or the standard one.
     *
     * @throws InvalidConfiguration naming every mistake in the file
     */
    public static AgentConfiguration in(Path directory) {
        Path file = directory.resolve(AgentFiles.CONFIGURATION);
        if (!Files.exists(file)) {
            return standard();
        }
        try {
            byte[] text = AgentFiles.text(file).getBytes(StandardCharsets.UTF_8);
            return YamlFile.read(file.toString(), new ByteArrayInputStream(text), AgentConfiguration.class);
        } catch (IOException unreadable) {
            throw new InvalidConfiguration(List.of(file + ": cannot be read"));
        }
    }

    /** What an enrolment writes. */
    static String text(URI server) {
        return """
                # The agent of this cafe: see the handbook, agent.md. Restart the agent after a change.
                server: "%s"
                # The address and port of the local API. With this machine's address in the LAN, terminals reach it.
                host: 127.0.0.1
                port: 8090
                # How many terminals the cafe has installed.
                terminals: 0
                """.formatted(server);
    }

    /** A URL of a service; empty for any other text. */
    public static Optional<URI> url(String text) {
        try {
            URI url = URI.create(text.strip());
            boolean usable = url.getHost() != null && List.of("http", "https").contains(url.getScheme());
            return usable ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Whether what is sent to the service cannot be read on the way. */
    public static boolean isEncrypted(URI service) {
        return "https".equals(service.getScheme());
    }

    /** The same with what the command line says instead. */
    public AgentConfiguration with(
            @Nullable String otherServer,
            @Nullable String otherHost,
            @Nullable Integer otherPort,
            @Nullable Integer otherTerminals) {
        return new AgentConfiguration(
                otherServer == null ? server : otherServer,
                Objects.requireNonNullElse(otherHost, host),
                Objects.requireNonNullElse(otherPort, port),
                Objects.requireNonNullElse(otherTerminals, terminals),
                adapters,
                queries,
                pushes);
    }

    /** Everything by which the agent learns of cards. */
    public CardSettings cards() {
        return new CardSettings(adapters, queries, pushes);
    }
}
