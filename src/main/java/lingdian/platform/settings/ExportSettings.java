package lingdian.platform.settings;

import java.nio.file.Path;
import java.util.List;
import lingdian.platform.settings.Settings.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Where changes of violations are exported to (handbook, export.md).
 *
 * @param kafka null: there is no export
 */
public record ExportSettings(@Nullable Kafka kafka) {
    /**
     * A topic of Apache Kafka.
     *
     * @param servers of the cluster, host:port, from which the client learns of the others
     * @param topic of this deployment alone; a second topic, named after it, holds the position
     * @param regions whose changes are exported, each with the regions below it
     * @param authorities changes that concern none of them are not exported
     * @param sasl null: the service does not sign in, or by its certificate
     */
    public record Kafka(
            List<String> servers,
            String topic,
            List<String> regions,
            List<String> authorities,
            @Default("{}") Tls tls,
            @Nullable Sasl sasl) {
        private static final String SERVER = "(\\[[0-9A-Fa-f:.]{2,45}]|[0-9A-Za-z_.-]{1,253}):\\d{1,5}";
        private static final List<String> AUTHORITIES = List.of("culture", "public-security");

        public Kafka {
            servers = List.copyOf(servers);
            regions = List.copyOf(regions);
            authorities = List.copyOf(authorities);
            new Limits()
                    .check(
                            !servers.isEmpty()
                                    && servers.stream().allMatch(server -> server.matches(SERVER))
                                    && servers.size() <= 16,
                            "servers: must be from 1 to 16 of host:port")
                    .check(
                            topic.matches("[0-9A-Za-z._-]{1,200}") && !topic.startsWith("."),
                            "topic: must be at most 200 letters, digits and . _ -")
                    .check(
                            !regions.isEmpty()
                                    && regions.stream().allMatch(region -> region.matches("\\d{6}"))
                                    && regions.size() <= 100,
                            "regions: must be from 1 to 100 codes of six digits, in quotes; '000000' is the country")
                    .check(
                            !authorities.isEmpty() && AUTHORITIES.containsAll(authorities),
                            "authorities: must name culture, public-security or both")
                    .check(
                            sasl == null || tls.enabled() || !sasl.mechanism().equals(Sasl.PLAIN),
                            "sasl.mechanism: PLAIN sends the password, so tls.enabled must be true")
                    .refuse();
        }
    }

    /**
     * How the brokers are known, and how the service shows them who it is.
     *
     * @param enabled false only in a network that nobody else can listen in
     * @param trusted the certificates of the authorities that sign the brokers' (PEM); null: those that Java trusts
     * @param certificate of the service, with its chain (PEM); null: it shows none
     * @param privateKey of that certificate (PEM, PKCS #8)
     */
    public record Tls(
            @Default("true") boolean enabled,
            @Nullable Path trusted,
            @Nullable Path certificate,
            @Nullable Path privateKey) {
        public Tls {
            new Limits()
                    .check(
                            (certificate == null) == (privateKey == null),
                            "certificate, privateKey: expected both, or neither")
                    .check(
                            enabled || trusted == null && certificate == null,
                            "enabled: must be true where certificates are named")
                    .refuse();
        }
    }

    /**
     * How the service signs in by a password.
     *
     * @param passwordFile read whenever the export begins, so that it can be exchanged
     */
    public record Sasl(@Default("SCRAM-SHA-512") String mechanism, String user, Path passwordFile) {
        public static final String PLAIN = "PLAIN";

        public Sasl {
            new Limits()
                    .check(
                            List.of("SCRAM-SHA-512", "SCRAM-SHA-256", PLAIN).contains(mechanism),
                            "mechanism: must be SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN")
                    .check(
                            user.matches("[0-9A-Za-z._@-]{1,100}"),
                            "user: must be at most 100 letters, digits and . _ @ -")
                    .refuse();
        }
    }
}
