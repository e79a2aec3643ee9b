"""Create a staff account, asking for a name and a password."""

from getpass import getpass

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Make a staff account that may do everything. Asks for a name and a password."

    def add_arguments(self, parser):
        parser.add_argument("--name", help="the name to sign in with; asked for if left out")

    def handle(self, *, name, **options):
        User = get_user_model()
        user = User(username=(name or self.ask(input, "Name to sign in with: ")).strip())
        try:
            user.clean_fields(exclude=["password"])
            user.validate_unique()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.set_password(self.ask_password(user))
        user.is_staff = user.is_superuser = True
        user.save()
        self.stdout.write(f"Made the account {user.username}. Sign in at /admin/.")

    def ask(self, read, question):
        """Return the result of ``read``. Raises ``CommandError`` at the end of the input."""
        try:
            return read(question)
        except EOFError as error:
            raise CommandError("Nobody answered. No account was made.") from error

    def ask_password(self, user):
        """Ask for a password, twice. Raises ``CommandError`` after three invalid answers."""
        for _ in range(3):
            password = self.ask(getpass, "Password (12 characters or more): ")
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
                continue
            if password == self.ask(getpass, "The same password again: "):
                return password
            self.stderr.write("The two passwords differ.")
        raise CommandError("No account was made.")
