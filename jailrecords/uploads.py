"""What somebody sends as a file is held in memory, never on a disk, and only as far as a
request may bring: of a file that is more, no byte is kept but that it was too large, so that
a form can say so, and not that nothing came.
"""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Of all files of one request together, no more is kept than
    ``FILE_UPLOAD_MAX_MEMORY_SIZE``.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self._left = self._most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._kept: list[bytes] | None = []

    def receive_data_chunk(self, raw_data, start):
        self._left -= len(raw_data)
        if self._left < 0:
            self._kept = None
        if self._kept is not None:
            self._kept.append(raw_data)

    def file_complete(self, file_size):
        content = None if self._kept is None else b"".join(self._kept)
        self._kept = None
        file = SimpleUploadedFile(self.file_name, content, self.content_type)
        if content is None:
            file.size = max(file_size, self._most + 1)
        return file
