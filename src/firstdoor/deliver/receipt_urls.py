"""`/r/<code>`: the one address without a language in front."""

from django.urls import path

from firstdoor.deliver.views import receipt, slip, withdrawal

urlpatterns = [
    path("r/", receipt.find_receipt, name="find_receipt"),
    path("r/<str:code>", receipt.receipt, name="receipt"),
    path("r/<str:code>/", receipt.with_a_slash, name="receipt_with_a_slash"),
    path("r/<str:code>/slip/", slip.slip, name="receipt_slip"),
    path("r/<str:code>/slip.pdf", slip.slip_pdf, name="receipt_slip_pdf"),
    path("r/<str:code>/export", receipt.export, name="receipt_export"),
    path("r/<str:code>/asked-back/", receipt.asked_back, name="receipt_asked_back"),
    path("r/<str:code>/withdrawal/", withdrawal.withdrawal, name="receipt_withdrawal"),
    path("r/<str:code>/contact/", withdrawal.contact, name="receipt_contact"),
]
