package lingdian.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The protection on Windows, whose file attributes are played by a fake; it was not run on Windows itself. */
class AclProtectionTest {
    private static final String SYSTEM = "NT AUTHORITY\\SYSTEM";
    private static final String ADMINISTRATORS = "BUILTIN\\Administrators";
    private static final String SERVICES = "NT AUTHORITY\\LOCAL SERVICE";
    private static final String CASHIER = "张三";
    private static final Path SECRET = Path.of("agent-key");

    private record Account(String getName) implements UserPrincipal {
        @Override
        public String getName() {
            return getName;
        }
    }

    private static final class FakeView implements AclFileAttributeView {
        private final UserPrincipal owner;
        private List<AclEntry> entries = new ArrayList<>();

        FakeView(String owner) {
            this.owner = new Account(owner);
        }

        @Override
        public String name() {
            return "acl";
        }

        @Override
        public List<AclEntry> getAcl() {
            return entries;
        }

        @Override
        public void setAcl(List<AclEntry> acl) {
            entries = acl;
        }

        @Override
        public UserPrincipal getOwner() {
            return owner;
        }

        @Override
        public void setOwner(UserPrincipal other) {
            throw new AssertionError("nobody gives a file away");
        }

        void allow(String name, AclEntryPermission... permissions) {
            var more = new ArrayList<>(entries);
            more.add(entry(AclEntryType.ALLOW, name, permissions));
            entries = more;
        }
    }

    @Test
    void aNewFileIsForItsUserTheMachineAndItsAdministrators() {
        AclProtection protection = protection(CASHIER);

        FileAttribute<?> attribute = protection.ofNewFile()[0];

        assertThat(attribute.name()).isEqualTo("acl:acl");
        assertThat(attribute.value()).isEqualTo(protection.entries(Set.of()));
        assertThat(protection.entries(Set.of()))
                .extracting(entry -> entry.principal().getName())
                .containsExactly(CASHIER, SYSTEM, ADMINISTRATORS, SERVICES);
        assertThat(protection.entries(Set.of()))
                .allMatch(entry -> entry.type() == AclEntryType.ALLOW
                        && entry.permissions().equals(EnumSet.allOf(AclEntryPermission.class)));
    }

    @Test
    void aDirectoryHandsItsListDown() {
        assertThat((List<?>) protection(CASHIER).ofNewDirectory()[0].value())
                .allMatch(entry -> ((AclEntry) entry)
                        .flags()
                        .equals(EnumSet.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)));
    }

    @Test
    void othersWhoMayReadAreNamedWithTheCommandThatMendsIt() throws Exception {
        AclProtection protection = protection(CASHIER);
        var view = new FakeView("BUILTIN\\Administrators");
        view.setAcl(protection.entries(Set.of()));
        assertThat(protection.fault(SECRET, view)).isEmpty();

        view.allow("BUILTIN\\Users", AclEntryPermission.READ_DATA);
        view.allow("NT AUTHORITY\\Authenticated Users", AclEntryPermission.READ_ATTRIBUTES);

        assertThat(protection.fault(SECRET, view))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains("(BUILTIN\\Users)", "icacls \"agent-key\" /inheritance:r", "*S-1-5-19:M"));
    }

    @Test
    void itsOwnerAndWhoIsDeniedAreNoOthers() throws Exception {
        var view = new FakeView("老板");
        view.allow("老板", AclEntryPermission.READ_DATA);
        var denied = new ArrayList<>(view.getAcl());
        denied.add(entry(AclEntryType.DENY, "BUILTIN\\Guests", AclEntryPermission.READ_DATA));
        view.setAcl(denied);

        assertThat(protection(CASHIER).fault(SECRET, view)).isEmpty();
    }

    @Test
    void anUnknownAccountIsLeftOutAndNobodyIsLockedOut() {
        assertThat(((AclProtection) AclProtection.of("PC-01$", AclProtectionTest::known)).allowed())
                .extracting(UserPrincipal::getName)
                .containsExactly(SYSTEM, ADMINISTRATORS, SERVICES);
        assertThat(AclProtection.of("", name -> {
                    throw new UserPrincipalNotFoundException(name);
                }))
                .isInstanceOf(NoProtection.class);
    }

    @Test
    void aFileThatAScannerHoldsIsRenamedWhenItLetsGo() throws Exception {
        var attempts = new ArrayList<FileSystemException>(List.of(
                new AccessDeniedException("spool"), new FileSystemException("head", null, "另一个程序正在使用此文件，进程无法访问。")));

        FileReplacement.repeat(
                () -> {
                    if (!attempts.isEmpty()) {
                        throw attempts.removeFirst();
                    }
                },
                3,
                1);

        assertThat(attempts).isEmpty();
    }

    @Test
    void aFileThatIsHeldForGoodOrIsNotThereIsRefused() {
        int[] attempts = new int[1];

        assertThatThrownBy(() -> FileReplacement.repeat(() -> fail(attempts, new AccessDeniedException("x")), 5, 1))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(attempts[0]).isEqualTo(5);
        assertThatThrownBy(() -> FileReplacement.repeat(() -> fail(attempts, new NoSuchFileException("x")), 5, 1))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(attempts[0]).isEqualTo(6);
    }

    private static void fail(int[] attempts, IOException failure) throws IOException {
        attempts[0]++;
        throw failure;
    }

    private static AclProtection protection(String user) {
        return (AclProtection) AclProtection.of(user, AclProtectionTest::known);
    }

    private static UserPrincipal known(String name) throws IOException {
        if (name.endsWith("$")) {
            throw new UserPrincipalNotFoundException(name);
        }
        return new Account(name);
    }

    private static AclEntry entry(AclEntryType type, String name, AclEntryPermission... permissions) {
        return AclEntry.newBuilder()
                .setType(type)
                .setPrincipal(new Account(name))
                .setPermissions(permissions)
                .build();
    }
}
