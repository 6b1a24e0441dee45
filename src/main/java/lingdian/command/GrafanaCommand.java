package lingdian.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.platform.secret.Tokens;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code admin grafana}: makes, ends and lists the database roles with which a Grafana sees one region and authority. It works on the
 * database, as a user who may create roles; the service itself has no right to.
 */
@Command(
        name = "grafana",
        description =
                "Make or end the database role with which a Grafana sees one region and authority; without either,"
                        + " list them.",
        mixinStandardHelpOptions = true)
final class GrafanaCommand implements Callable<Integer> {
    @Mixin
    private CommandOutput output = new CommandOutput();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--region", paramLabel = "CODE", description = "The region: a county, or a city with its counties.")
    private @Nullable String region;

    @Option(names = "--authority", paramLabel = "AUTHORITY", description = "Either culture or public-security.")
    private @Nullable String authority;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Make the role, or give it another password, and write its password into this new file.")
    private @Nullable Path passwordFile;

    @Option(names = "--end", description = "End the role, and close its sessions.")
    private boolean end;

    @Override
    public Integer call() throws Exception {
        checkArguments();
        return database.useUnseen(address -> {
            try (GrafanaRoleStore roles = GrafanaRoleStore.open(address)) {
                return region == null ? list(roles) : change(roles);
            } catch (SQLException refused) {
                output.complain("PostgreSQL refused: " + refused.getMessage());
                return 1;
            } finally {
                output.out().flush();
            }
        });
    }

    private void checkArguments() {
        var mistakes = new ArrayList<String>();
        boolean scoped = region != null || authority != null;
        if (region != null && RegionCode.find(region).isEmpty()) {
            mistakes.add("--region must be a code of six digits");
        }
        if (authority != null && Authority.find(authority).isEmpty()) {
            mistakes.add("--authority must be " + Authority.CHOICE);
        }
        if (scoped && (region == null || authority == null)) {
            mistakes.add("--region and --authority belong together");
        }
        if (scoped && end == (passwordFile != null)) {
            mistakes.add("either --password-file FILE, to make the role, or --end");
        }
        if (!scoped && (end || passwordFile != null)) {
            mistakes.add("--region and --authority are missing: whose role");
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        AdminCommand.checkNew(passwordFile);
    }

    private int list(GrafanaRoleStore roles) throws SQLException {
        roles.names().forEach(output.out()::println);
        return 0;
    }

    /** Changes nothing where a right is missing: half a role would be left. */
    private int change(GrafanaRoleStore roles) throws SQLException, IOException {
        List<String> missing = end ? roles.missingToEnd(name()) : roles.missingToMake(name());
        if (missing.isEmpty()) {
            return end ? end(roles) : let(roles);
        }
        output.complain("this database user lacks a right, which an administrator of PostgreSQL gives by: "
                + String.join("; ", missing));
        return 1;
    }

    private int let(GrafanaRoleStore roles) throws SQLException, IOException {
        PrintWriter out = output.out();
        if (!roles.publicRightsAreWithdrawn()) {
            output.complain(
                    "every role that may connect to this server can stop the service: a superuser first executes"
                            + " src/main/postgresql/close.sql in this database (operations.md#install)");
            return 1;
        }
        if (!roles.hasAccount(region(), authority())) {
            output.complain("no regulator of " + region() + " and "
                    + authority().wire() + " has an account; its role would see nothing");
            return 1;
        }
        boolean made = !roles.names().contains(name());
        if (made) {
            roles.create(name());
        }
        roles.limit(name());
        String password = new Tokens(new SecureRandom()).next();
        AdminCommand.write(Objects.requireNonNull(passwordFile), password + "\n");
        roles.letIn(name(), password);
        out.println(name() + (made ? "\tmade" : "\tanother password"));
        return 0;
    }

    private int end(GrafanaRoleStore roles) throws SQLException {
        if (!roles.names().contains(name())) {
            output.complain("there is no role " + name());
            return 1;
        }
        roles.cutOff(name());
        roles.end(name());
        output.out().println(name() + "\tended");
        return 0;
    }

    private String name() {
        return GrafanaRoleStore.name(region(), authority());
    }

    private RegionCode region() {
        return new RegionCode(Objects.requireNonNull(region));
    }

    private Authority authority() {
        return Authority.of(Objects.requireNonNull(authority));
    }
}
