package lingdian.platform.secret;

import static java.nio.file.attribute.AclEntryFlag.DIRECTORY_INHERIT;
import static java.nio.file.attribute.AclEntryFlag.FILE_INHERIT;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Access control lists of Windows: the user who runs the program, the machine itself, its administrators, and the
 * account of its services, under which the scheduled task runs.
 *
 * <p>The list is set a second time after a file was created, because Windows adds to the list that a new file was given
 * whatever its directory hands down.
 */
record AclProtection(Set<UserPrincipal> allowed) implements FileProtection {
    /** Their names are the same in the Chinese and the English Windows. */
    private static final List<String> OF_THE_MACHINE =
            List.of("NT AUTHORITY\\SYSTEM", "BUILTIN\\Administrators", "NT AUTHORITY\\LOCAL SERVICE");

    private static final Set<AclEntryPermission> READS_OR_WRITES = EnumSet.of(
            AclEntryPermission.READ_DATA,
            AclEntryPermission.WRITE_DATA,
            AclEntryPermission.APPEND_DATA,
            AclEntryPermission.WRITE_ACL,
            AclEntryPermission.WRITE_OWNER);

    /** Looks up an account by its name. */
    @FunctionalInterface
    interface Accounts {
        UserPrincipal named(String name) throws IOException;
    }

    /** For a file system with such lists; nothing is protected if none of the accounts is known. */
    static FileProtection on(FileSystem files) {
        return of(System.getProperty("user.name", ""), files.getUserPrincipalLookupService()::lookupPrincipalByName);
    }

    static FileProtection of(String user, Accounts accounts) {
        var known = new LinkedHashSet<UserPrincipal>();
        Stream.concat(Stream.of(user), OF_THE_MACHINE.stream())
                .forEach(name -> find(name, accounts).ifPresent(known::add));
        // An empty list would lock everybody out, the program too.
        return known.isEmpty() ? new NoProtection() : new AclProtection(Collections.unmodifiableSet(known));
    }

    @Override
    public FileAttribute<?>[] ofNewFile() {
        return attributes(entries(Set.of()));
    }

    @Override
    public FileAttribute<?>[] ofNewDirectory() {
        return attributes(entries(EnumSet.of(FILE_INHERIT, DIRECTORY_INHERIT)));
    }

    @Override
    public void completeFile(Path file) throws IOException {
        view(file).setAcl(entries(Set.of()));
    }

    @Override
    public void closeDirectory(Path directory) throws IOException {
        view(directory).setAcl(entries(EnumSet.of(FILE_INHERIT, DIRECTORY_INHERIT)));
    }

    @Override
    public Optional<String> fault(Path file) throws IOException {
        return fault(file, view(file));
    }

    /** The file's owner may read it too, whoever made it. */
    Optional<String> fault(Path file, AclFileAttributeView view) throws IOException {
        UserPrincipal owner = view.getOwner();
        String others = view.getAcl().stream()
                .filter(entry -> entry.type() == AclEntryType.ALLOW)
                .filter(entry -> !Collections.disjoint(entry.permissions(), READS_OR_WRITES))
                .map(AclEntry::principal)
                .filter(principal -> !principal.equals(owner) && !allowed.contains(principal))
                .map(UserPrincipal::getName)
                .distinct()
                .collect(Collectors.joining(", "));
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("is open to other users of this machine (" + others + "): as an administrator run"
                        + " icacls \"" + file + "\" /inheritance:r /grant:r *S-1-5-18:F *S-1-5-32-544:F *S-1-5-19:M");
    }

    List<AclEntry> entries(Set<AclEntryFlag> flags) {
        return allowed.stream()
                .map(principal -> AclEntry.newBuilder()
                        .setType(AclEntryType.ALLOW)
                        .setPrincipal(principal)
                        .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                        .setFlags(flags)
                        .build())
                .toList();
    }

    private static Optional<UserPrincipal> find(String name, Accounts accounts) {
        try {
            return name.isBlank() ? Optional.empty() : Optional.of(accounts.named(name));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private static AclFileAttributeView view(Path path) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException("the file system has no access control lists any more");
        }
        return view;
    }

    private static FileAttribute<?>[] attributes(List<AclEntry> entries) {
        return new FileAttribute<?>[] {
            new FileAttribute<List<AclEntry>>() {
                @Override
                public String name() {
                    return "acl:acl";
                }

                @Override
                public List<AclEntry> value() {
                    return entries;
                }
            }
        };
    }
}
