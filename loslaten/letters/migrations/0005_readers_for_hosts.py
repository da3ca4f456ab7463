from django.db import migrations


def take_back(apps, schema_editor):
    """The addresses of everybody who reads along are for hosts; a writer had them too before this version."""
    permissions = apps.get_model("auth", "Permission").objects
    may = permissions.filter(content_type__app_label="letters", codename="change_reader")
    for writers in apps.get_model("auth", "Group").objects.filter(name="writer"):
        writers.permissions.remove(*may)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("letters", "0004_soft_since"),
    ]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
